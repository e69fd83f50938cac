namespace Hanzo.Network.Adapters.Devices;

/// <summary>One place to look at for what the machine is.</summary>
/// <param name="Name">For notes.</param>
/// <param name="LookAsync">May throw and may never end: whoever calls it, limits it.</param>
internal sealed record DeviceSource(string Name, Func<ISystemAccess, CancellationToken, Task<Finding>> LookAsync)
{
    /// <summary>A source that only reads files.</summary>
    public static DeviceSource Of(string name, Func<ISystemAccess, Finding> look) =>
        new(name, (system, _) => Task.FromResult(look(system)));
}

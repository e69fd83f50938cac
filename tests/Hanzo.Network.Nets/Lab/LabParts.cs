namespace Hanzo.Network.Nets.Lab;

/// <summary>One broadcast domain.</summary>
internal sealed record LabNetwork(NetLab Lab, string Bridge);

/// <summary>A host's way into a network.</summary>
/// <param name="Address">With the length of the mask: <c>10.1.0.2/24</c>.</param>
/// <param name="Interface">Its name on the host; Hanzo ranks links by it.</param>
internal sealed record LabLink(LabNetwork Network, string Address, string Interface = "eth0")
{
    /// <summary>Of each direction.</summary>
    public TimeSpan Delay { get; init; }
}

/// <summary>What joins two networks.</summary>
internal sealed class LabTrunk(NetLab lab, (string Device, LabNetwork Network) near, (string Device, LabNetwork Network) far)
{
    /// <summary>Nothing passes, and nobody is told.</summary>
    public Task CutAsync() => Tool.IpAsync("-n", lab.Switch, "link", "set", near.Device, "nomaster");

    public async Task HealAsync()
    {
        foreach (var (device, network) in new[] { near, far })
            await Tool.IpAsync("-n", lab.Switch, "link", "set", device, "master", network.Bridge);
    }
}

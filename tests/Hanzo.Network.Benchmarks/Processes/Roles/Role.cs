namespace Hanzo.Network.Benchmarks.Processes.Roles;

/// <summary>What a child process does until its parent goes.</summary>
internal abstract class Role(string name)
{
    public string Name { get; } = name;

    public abstract Task RunAsync(ParentLine parent, string[] arguments);
}

using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Tests;

namespace Hanzo.Network.Adapters.Tests.Security;

/// <summary>A keys folder of a test, and a clock.</summary>
public abstract class KeysFixture : IDisposable
{
    private protected ManualTime Time { get; } = new();

    private protected string Root { get; } = Path.Combine(Path.GetTempPath(), $"hanzo-keys-{Guid.NewGuid():N}");

    private protected NetworkStore Store => new(Root, Time);

    private protected NetworkFolder Home() => Store.OpenOrCreate("home");

    private protected string HomeFile(string name) => Path.Combine(Root, "home", name);

    /// <summary>What a second machine has of the network: all but the authority's key.</summary>
    private protected NetworkFolder Guest(string nodeId)
    {
        var home = Home();
        using var authority = home.OpenAuthority();
        using var certificate = authority.Issue(nodeId);
        return new NetworkStore(Root + "-guest", Time).Join(home.File, home.Root, nodeId, certificate);
    }

    public void Dispose()
    {
        foreach (var folder in new[] { Root, Root + "-guest" })
            if (Directory.Exists(folder)) Directory.Delete(folder, recursive: true);
        GC.SuppressFinalize(this);
    }
}

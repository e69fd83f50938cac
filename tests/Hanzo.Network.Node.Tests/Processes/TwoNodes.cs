namespace Hanzo.Network.Node.Tests.Processes;

/// <summary>Two nodes that stay.</summary>
public sealed class TwoNodes : IAsyncLifetime
{
    private readonly TestNetwork _network = new();

    internal DirectoryInfo Data => _network.Data;

    internal RunningNode One { get; private set; } = null!;

    internal RunningNode Two { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        One = await _network.StartAsync("one", "--agents", "text");
        Two = await _network.StartAsync("two", "--agents", "math");
        await Task.WhenAll(One.UntilAsync(network => network.PeerCount == 1), Two.UntilAsync(network => network.PeerCount == 1));
    }

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();
}

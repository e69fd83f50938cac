using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Testing;

/// <summary>
/// A network of several nodes in this process: a real cluster over loopback, whose nodes share a journal in a folder that goes with
/// it. It hears and tells nothing of other networks.
/// </summary>
public sealed class TestNetwork : IAsyncDisposable
{
    public const int MostNodes = 16;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hanzo-testkit-");
    private readonly Action<string, INetworkBuilder> _configure;
    private ImmutableList<TestNode> _nodes = [];
    private int _named;

    private TestNetwork(Action<string, INetworkBuilder> configure) => _configure = configure;

    /// <summary>Those that run, oldest first.</summary>
    public IReadOnlyList<TestNode> Nodes => _nodes;

    /// <param name="count">1 to <see cref="MostNodes"/>.</param>
    /// <param name="configure">Of each node, by its id (<c>n1</c>, <c>n2</c> …): its agents, tools, model.</param>
    public static async Task<TestNetwork> StartAsync(int count, Action<string, INetworkBuilder> configure)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, MostNodes);
        var network = new TestNetwork(configure);
        try
        {
            for (var i = 0; i < count; i++) await network.AddAsync();
            return network;
        }
        catch
        {
            await network.DisposeAsync();
            throw;
        }
    }

    /// <summary>The same agents, tools and model on every node.</summary>
    /// <inheritdoc cref="StartAsync(int, Action{string, INetworkBuilder})"/>
    public static Task<TestNetwork> StartAsync(int count, Action<INetworkBuilder> configure) =>
        StartAsync(count, (_, node) => configure(node));

    /// <summary>Starts one more node, and waits until all see each other.</summary>
    public async Task<TestNode> AddAsync()
    {
        if (_nodes.Count == MostNodes) throw new InvalidOperationException($"a test network has {MostNodes} nodes at most.");
        var seeds = await Task.WhenAll(_nodes.Select(node => node.AddressAsync()));
        var id = $"n{++_named}";
        var node = await TestNode.StartAsync(id, Path.Combine(_data.FullName, "journal.db"), seeds, builder => _configure(id, builder));
        _nodes = _nodes.Add(node);
        await MeetAsync();
        return node;
    }

    /// <summary>Waits until every node sees every other one as healthy.</summary>
    public Task MeetAsync() => Task.WhenAll(_nodes.Select(node => node.Network.WaitForPeersAsync(_nodes.Count - 1))).WaitAsync(Patience);

    /// <summary>The node leaves in order; its sessions go on at others that may run their agents.</summary>
    public async Task StopAsync(TestNode node)
    {
        if (!_nodes.Contains(node)) throw new ArgumentException($"node '{node.Id}' does not run in this network.", nameof(node));
        _nodes = _nodes.Remove(node);
        await node.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(_nodes)) await node.DisposeAsync();
        _nodes = [];
        _data.Delete(recursive: true);
    }
}

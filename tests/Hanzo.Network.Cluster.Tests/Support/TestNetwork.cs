using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Joining;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Support;

/// <summary>Nodes of one network within the test's process, on loopback, on ports of their own.</summary>
internal sealed class TestNetwork(ITestOutputHelper output) : IAsyncDisposable
{
    private readonly List<TestNode> _nodes = [];
    private readonly int _broadcastPort = JoiningNode.FreePort();

    /// <summary>History shared by the nodes; null: each remembers for itself.</summary>
    public SharedJournal? Journal { get; init; }

    public IReadOnlyList<TestNode> Nodes => _nodes;

    public Task<TestNode> StartAsync(string id, params Agent[] agents) => StartAsync(id, _ => { }, agents);

    public async Task<TestNode> StartAsync(string id, Action<INetworkBuilder> configure, params Agent[] agents)
    {
        var node = new TestNode(id, _broadcastPort, Journal, output, configure, agents);
        _nodes.Add(node);
        await node.StartAsync();
        return node;
    }

    /// <summary>Waits until every node sees every other one as healthy.</summary>
    public Task MeetAsync()
    {
        var running = _nodes.Where(n => n.IsRunning).ToList();
        return Task.WhenAll(running.Select(n => n.Network.WaitForPeersAsync(running.Count - 1))).Within(60);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(_nodes)) await node.DisposeAsync();
    }
}

using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Support;

/// <summary>Nodes over loopback, each with a folder of its own for what it keeps of the network's group.</summary>
/// <param name="patience">Seconds until the voters must be those that a test waits for.</param>
public abstract class GroupTestBase(ITestOutputHelper output, int patience = 60) : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hanzo-group-");

    private protected ITestOutputHelper Output { get; } = output;

    private protected TestNetwork Running { get; } = new(output);

    public Task InitializeAsync() => Task.CompletedTask;

    public virtual async Task DisposeAsync()
    {
        await Running.DisposeAsync();
        _data.Delete(recursive: true);
    }

    private protected string FolderOf(string id) => Path.Combine(_data.FullName, id);

    private protected static ConsensusSeat SeatOf(TestNode node) => node.Services.GetRequiredService<ConsensusSeat>();

    private protected static IEventStore StoreOf(TestNode node) => node.Services.GetRequiredService<IEventStore>();

    /// <summary>The group has so many voters, these nodes among them, and a leader that each of them knows.</summary>
    private protected Task VotersAsync(int count, params TestNode[] nodes) => Task.WhenAll(nodes.Select(node =>
        SeatOf(node).Status.WaitAsync(status => status.Raft is { Config: { IsJoint: false } config, Leader: not null } raft
            && config.Voters.Count == count && config.Voters.Contains(raft.Self)).Within(patience)));

    private protected static Task<long> PutAsync(TestNode node, string key, string value, long lease = 0) =>
        node.Network.Consensus.PutAsync(key, value, lease);

    private protected static async Task<string?> GetAsync(TestNode node, string key) =>
        (await node.Network.Consensus.GetAsync(key))?.Value;
}

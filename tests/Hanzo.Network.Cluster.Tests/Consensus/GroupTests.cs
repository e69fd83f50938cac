using Hanzo.Network.Adapters;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Consensus;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.Consensus.KeyValues;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>The network's group, on real nodes over loopback.</summary>
public sealed class GroupTests(ITestOutputHelper output) : IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("hanzo-consensus-");
    private readonly TestNetwork _network = new(output);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _network.DisposeAsync();
        _data.Delete(recursive: true);
    }

    [Fact]
    public async Task A_node_alone_founds_a_group_and_goes_on_from_its_file()
    {
        var one = await StartAsync("one");
        await PutAsync(one, "colour", "red");
        var group = SeatOf(one).Status.Current.Group;
        await one.StopAsync();

        var again = await StartAsync("one");
        (await GetAsync(again, "colour")).ShouldBe("red");
        SeatOf(again).Status.Current.Group.ShouldBe(group);
    }

    [Fact]
    public async Task Nodes_join_the_group_vote_and_go_on_without_their_leader()
    {
        var one = await StartAsync("one");
        await PutAsync(one, "a", "1");
        var (two, three) = (await StartAsync("two"), await StartAsync("three"));
        await VotersAsync(3, one, two, three);

        await PutAsync(two, "b", "2");
        (await GetAsync(three, "a")).ShouldBe("1");
        (await GetAsync(three, "b")).ShouldBe("2");

        await one.CrashAsync();
        await PutAsync(three, "c", "3");
        (await GetAsync(two, "c")).ShouldBe("3");
        (await GetAsync(two, "b")).ShouldBe("2");
    }

    private static ConsensusSeat SeatOf(TestNode node) => node.Services.GetRequiredService<ConsensusSeat>();

    private static async Task VotersAsync(int count, params TestNode[] nodes) => await Task.WhenAll(nodes.Select(node =>
        SeatOf(node).Status.WaitAsync(status => status.Raft is { Config: { IsJoint: false } config, Leader: not null }
            && config.Voters.Count == count).Within(30)));

    // Asked again where nobody knows: the same put twice is the same.
    private static async Task PutAsync(TestNode node, string key, string value)
    {
        var command = KeyValueCodec.Write(new KeyValueRequest(new KeyValueCommand.Transact([], [new Operation.Put(key, value)], [])));
        for (var tries = 0; ; tries++)
        {
            try
            {
                var result = await SeatOf(node).ProposeAsync(KeyValuePart.PartKind, command, CancellationToken.None);
                KeyValueCodec.ReadResult(result.Span).ShouldBeOfType<KeyValueResult.Transacted>();
                return;
            }
            catch (ConsensusException unknown) when (unknown.MayHaveHappened && tries < 3)
            {
                // Once more.
            }
        }
    }

    private static async Task<string?> GetAsync(TestNode node, string key)
    {
        await SeatOf(node).CatchUpAsync(CancellationToken.None);
        return node.Services.GetRequiredService<KeyValuePart>().State.Entries.GetValueOrDefault(key)?.Value;
    }

    private Task<TestNode> StartAsync(string id) =>
        _network.StartAsync(id, builder => builder.UseSqliteConsensus(Path.Combine(_data.FullName, id)));
}

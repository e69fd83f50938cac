using Hanzo.Network.Adapters;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Consensus;

/// <summary>The network's group, on real nodes over loopback.</summary>
public sealed class GroupTests(ITestOutputHelper output) : GroupTestBase(output, patience: 30)
{
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

        // Akka.NET's downing needs 40 s until the network knows that it is gone.
        if (RuntimeName.Current != RuntimeName.Embedded) return;
        // Taken out when it is said to be.
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                await three.Network.Consensus.RemoveNodeAsync("one");
                return true;
            }
            catch (AgentNetworkException present) when (present.Message.Contains("is part of the network now", StringComparison.Ordinal))
            {
                return false;
            }
        });
        SeatOf(three).Status.Current.Raft!.Config.Members.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_node_that_leaves_is_taken_out_and_those_that_stay_go_on()
    {
        var (one, two) = (await StartAsync("one"), await StartAsync("two"));
        await VotersAsync(2, one, two);
        await using var watch = two.Network.Consensus.WatchAsync("w").GetAsyncEnumerator();
        var change = watch.MoveNextAsync();
        await one.Network.Consensus.PutAsync("w", "1");
        (await change).ShouldBeTrue();
        watch.Current.Change!.Entry!.Value.ShouldBe("1");
        (await Should.ThrowAsync<AgentNetworkException>(() => one.Network.Consensus.RemoveNodeAsync("two"))).Error
            .ShouldBe(NetworkError.Conflict);

        await one.StopAsync();

        await two.Network.Consensus.PutAsync("w", "2");
        SeatOf(two).Status.Current.Raft!.Config.Members.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Keys_go_with_a_lease_that_nobody_keeps_alive()
    {
        var one = await Running.StartAsync("one");
        var group = one.Network.Consensus;
        var lease = await group.GrantLeaseAsync(TimeSpan.FromMilliseconds(100));
        await group.PutAsync("lock", "me", lease);
        await Eventually.TrueAsync(async () => await group.GetAsync("lock") is null);
        (await group.KeepAliveAsync(lease)).ShouldBeFalse();
        SeatOf(one).Status.Current.InMemory.ShouldBeTrue();
    }

    private Task<TestNode> StartAsync(string id) =>
        Running.StartAsync(id, builder => builder.UseSqliteConsensus(FolderOf(id)));
}

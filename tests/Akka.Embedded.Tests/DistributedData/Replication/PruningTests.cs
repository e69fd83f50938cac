using System.Collections.Immutable;
using Akka.Cluster;
using Akka.DistributedData;
using Akka.Embedded.Replication;
using Akka.Embedded.Tests.Cluster;

namespace Akka.Embedded.Tests.DistributedData.Replication;

/// <summary>How removed nodes go out of the data.</summary>
public sealed class PruningTests
{
    private static readonly GCounterKey Counter = new("counter");
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PruningState.Done Done = new(Now.AddHours(6));

    [Fact]
    public void Of_two_announcements_that_of_the_lower_address_goes_on_and_what_is_done_stays_done()
    {
        var low = new PruningState.Announced(Nodes.Node(1), [Nodes.Node(3)]);
        var high = new PruningState.Announced(Nodes.Node(2), [Nodes.Node(4)]);

        low.Merge(high).ShouldBe(low);
        high.Merge(low).ShouldBe(low);
        low.Merge(Done).ShouldBe(Done);
        Done.Merge(low).ShouldBe(Done);
        var seen = (PruningState.Announced)low.Merge(low with { Seen = [Nodes.Node(5)] });
        seen.Seen.ShouldBe([Nodes.Node(3), Nodes.Node(5)]);
    }

    [Fact]
    public void Late_data_of_a_pruned_node_does_not_count_again()
    {
        var (gone, owner) = (Nodes.Node(9), Nodes.Node(1));
        var both = new DataEnvelope(GCounter.Empty.Increment(owner, 1).Increment(gone, 5));
        var pruned = both.Announce(gone, owner).Prune(gone, owner, Done);
        ((GCounter)pruned.Data).State.Keys.ShouldBe([owner]);

        ((GCounter)pruned.Merge(both, isDelta: false, Now).Data).Value.ShouldBe(6UL);
        ((GCounter)both.Merge(pruned, isDelta: false, Now).Data).Value.ShouldBe(6UL);
        ((GCounter)pruned.Merge(both, isDelta: true, Now).Data).Value.ShouldBe(6UL);
        ((GCounter)pruned.MergeLocal((GCounter)both.Data).Data).Value.ShouldBe(6UL);
    }

    [Fact]
    public void An_obsolete_tombstone_is_forgotten()
    {
        var (gone, owner) = (Nodes.Node(9), Nodes.Node(1));
        var pruned = new DataEnvelope(GCounter.Empty.Increment(gone, 5)).Announce(gone, owner).Prune(gone, owner, Done);

        pruned.Merge(new DataEnvelope(GCounter.Empty), isDelta: false, Now).Pruning.ShouldContainKey(gone);
        pruned.Merge(new DataEnvelope(GCounter.Empty), isDelta: false, Now.AddHours(6)).Pruning.ShouldBeEmpty();
    }

    [Fact]
    public void The_leader_announces_and_hands_over_when_all_have_seen_it_and_the_tombstone_goes_in_the_end()
    {
        var world = new ReplicaWorld(1, ReplicaWorld.Defaults with { MaxPruningDissemination = TimeSpan.FromSeconds(10) });
        for (var port = 1; port <= 3; port++)
            world.Join(port);
        foreach (var replica in world.Replicas)
            replica.Update(Counter, GCounter.Empty, c => c.Increment(replica.Node, 5));
        world.Settle();
        world.Remove(world[2]);

        Prune(world);
        Names(world[0]).ShouldContain(Nodes.Node(3));
        world.Pass(TimeSpan.FromSeconds(11));
        Prune(world);
        Names(world[0]).ShouldContain(Nodes.Node(3));
        world.GossipUntilQuiet();
        Prune(world);
        Names(world[0]).ShouldNotContain(Nodes.Node(3));
        world.GossipUntilQuiet();

        foreach (var replica in world.Replicas)
        {
            Names(replica).ShouldBe([Nodes.Node(1), Nodes.Node(2)], ignoreOrder: true);
            replica.Local(Counter)!.Value.ShouldBe(15UL);
        }
    }

    [Fact]
    public void Nothing_is_pruned_while_a_member_cannot_be_reached()
    {
        var world = new ReplicaWorld(1, ReplicaWorld.Defaults with { MaxPruningDissemination = TimeSpan.FromSeconds(10) });
        for (var port = 1; port <= 3; port++)
            world.Join(port);
        world[2].Update(Counter, GCounter.Empty, c => c.Increment(world[2].Node, 5));
        world.Settle();
        world.Remove(world[2]);
        world.SetReachable(world[0], world[1], reachable: false);

        for (var i = 0; i < 5; i++)
        {
            world.Pass(TimeSpan.FromSeconds(30));
            Prune(world);
        }

        Names(world[0]).ShouldBe([Nodes.Node(3)]);
    }

    private static ImmutableHashSet<UniqueAddress> Names(VirtualReplica replica) => replica.Local(Counter)!.ModifiedByNodes;

    private static void Prune(ReplicaWorld world)
    {
        foreach (var replica in world.Replicas)
            replica.Prune();
        world.Settle();
    }
}

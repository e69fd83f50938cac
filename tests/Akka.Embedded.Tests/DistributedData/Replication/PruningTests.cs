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

    [Fact]
    public void What_a_removed_node_added_stays_when_the_heir_changes_the_set_right_after_it_has_taken_over()
    {
        var names = new ORSetKey<string>("names");
        var world = Members(3);
        world[2].Update(names, ORSet<string>.Empty, s => s.Add(world[2].Node, "from the dead"));
        world.Settle();
        world.Remove(world[2]);
        Announce(world);

        world[0].Prune();
        world[0].Update(names, ORSet<string>.Empty, s => s.Add(world[0].Node, "next"));
        world.Settle();
        world.GossipUntilQuiet();

        foreach (var replica in world.Replicas)
            replica.Local(names)!.Elements.Order().ShouldBe(["from the dead", "next"]);
    }

    [Fact]
    public void A_change_of_a_replica_that_has_heard_of_the_hand_over_takes_nothing_from_one_that_has_not()
    {
        var world = Members(4);
        foreach (var replica in world.Replicas)
            replica.Update(Counter, GCounter.Empty, c => c.Increment(replica.Node, 5));
        world.Settle();
        world.Remove(world[3]);
        Announce(world);
        var late = world[2];
        world[0].Prune();
        world[0].Update(Counter, GCounter.Empty, c => c.Increment(world[0].Node));
        world.Pass(TimeSpan.FromMilliseconds(10));
        world.UnderWay.RemoveAll(parcel => parcel.To.Equals(late.Node));
        world.Settle();
        Names(world[1]).ShouldNotContain(Nodes.Node(4));

        world[1].Update(Counter, GCounter.Empty, c => c.Increment(world[1].Node));
        world.Pass(TimeSpan.FromMilliseconds(10));
        world.UnderWay.Where(parcel => parcel.To.Equals(late.Node)).ToList().ForEach(world.Deliver);
        late.Local(Counter)!.Value.ShouldBe(20UL);
        world.Settle();

        late.Local(Counter)!.Value.ShouldBe(22UL);
    }

    [Fact]
    public void A_newcomer_whose_data_came_before_the_news_of_it_is_not_taken_for_removed()
    {
        var world = Members(2);
        world[1].Update(Counter, GCounter.Empty, c => c.Increment(Nodes.Node(3)));
        world.Settle();
        Prune(world);

        var newcomer = world.Join(3);
        world.Settle();
        newcomer.Update(Counter, GCounter.Empty, c => c.Increment(newcomer.Node));
        world.Settle();
        world[0].Local(Counter)!.Value.ShouldBe(2UL);

        Announce(world);
        Prune(world);
        world.GossipUntilQuiet();
        Names(world[0]).ShouldBe([newcomer.Node]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void The_next_leader_takes_over_what_a_leader_had_announced_that_died(int members)
    {
        var world = Members(members);
        foreach (var replica in world.Replicas)
            replica.Update(Counter, GCounter.Empty, c => c.Increment(replica.Node, 5));
        world.Settle();
        world.Remove(world[members - 1]);
        Announce(world);
        world.Remove(world[0]);

        for (var i = 0; i < 3; i++)
            Announce(world);

        foreach (var replica in world.Replicas)
        {
            Names(replica).ShouldBe(world.Replicas.Select(living => living.Node), ignoreOrder: true);
            replica.Local(Counter)!.Value.ShouldBe(5UL * (ulong)members);
        }
    }

    private static ReplicaWorld Members(int count)
    {
        var world = new ReplicaWorld(1, ReplicaWorld.Defaults with { MaxPruningDissemination = TimeSpan.FromSeconds(10) });
        for (var port = 1; port <= count; port++)
            world.Join(port);
        world.Settle();
        return world;
    }

    /// <summary>The leader finds who is gone, announces it when it is time, and all see that.</summary>
    private static void Announce(ReplicaWorld world)
    {
        Prune(world);
        world.Pass(TimeSpan.FromSeconds(11));
        Prune(world);
        world.GossipUntilQuiet();
    }

    private static ImmutableHashSet<UniqueAddress> Names(VirtualReplica replica) => replica.Local(Counter)!.ModifiedByNodes;

    private static void Prune(ReplicaWorld world)
    {
        foreach (var replica in world.Replicas)
            replica.Prune();
        world.Settle();
    }
}

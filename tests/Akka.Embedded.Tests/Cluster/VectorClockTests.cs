using Akka.Embedded.Membership;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster;

public class VectorClockTests
{
    [Fact]
    public void A_change_makes_a_later_version()
    {
        var one = VectorClock.Empty.Increment(Node(1));

        one.CompareTo(VectorClock.Empty).ShouldBe(ClockOrder.After);
        VectorClock.Empty.CompareTo(one).ShouldBe(ClockOrder.Before);
        one.CompareTo(VectorClock.Empty.Increment(Node(1))).ShouldBe(ClockOrder.Same);
    }

    [Fact]
    public void Changes_of_two_nodes_are_concurrent_until_merged()
    {
        var a = VectorClock.Empty.Increment(Node(1));
        var b = VectorClock.Empty.Increment(Node(2));

        a.CompareTo(b).ShouldBe(ClockOrder.Concurrent);
        a.Merge(b).CompareTo(a).ShouldBe(ClockOrder.After);
        a.Merge(b).CompareTo(b.Merge(a)).ShouldBe(ClockOrder.Same);
    }

    [Fact]
    public void A_removed_node_no_longer_counts()
    {
        var clock = VectorClock.Empty.Increment(Node(1)).Increment(Node(2));

        clock.Prune([Node(2)]).CompareTo(VectorClock.Empty.Increment(Node(1))).ShouldBe(ClockOrder.Same);
    }
}

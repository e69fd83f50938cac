using Akka.Embedded.Membership;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster;

public class ReachabilityTests
{
    [Fact]
    public void A_node_is_unreachable_while_one_observer_says_so()
    {
        var both = Reachability.Empty.Unreachable(Node(1), Node(3)).Unreachable(Node(2), Node(3));

        both.IsReachable(Node(3)).ShouldBeFalse();
        both.Reachable(Node(1), Node(3)).IsReachable(Node(3)).ShouldBeFalse();
        both.Reachable(Node(1), Node(3)).Reachable(Node(2), Node(3)).IsReachable(Node(3)).ShouldBeTrue();
    }

    [Fact]
    public void Saying_the_same_again_changes_nothing()
    {
        var once = Reachability.Empty.Unreachable(Node(1), Node(2));

        once.Unreachable(Node(1), Node(2)).ShouldBeSameAs(once);
        Reachability.Empty.Reachable(Node(1), Node(2)).ShouldBeSameAs(Reachability.Empty);
    }

    [Fact]
    public void The_newer_row_of_an_observer_wins_in_either_order()
    {
        var old = Reachability.Empty.Unreachable(Node(1), Node(2));
        var recovered = old.Reachable(Node(1), Node(2));

        old.Merge([Node(1), Node(2)], recovered).IsAllReachable.ShouldBeTrue();
        recovered.Merge([Node(1), Node(2)], old).IsAllReachable.ShouldBeTrue();
    }

    [Fact]
    public void Removed_nodes_are_neither_observers_nor_subjects()
    {
        var table = Reachability.Empty.Unreachable(Node(1), Node(2)).Unreachable(Node(2), Node(3));

        table.Remove([Node(2)]).IsAllReachable.ShouldBeTrue();
        table.Remove([Node(2)]).Rows.Keys.ShouldBe([Node(1)]);
    }
}

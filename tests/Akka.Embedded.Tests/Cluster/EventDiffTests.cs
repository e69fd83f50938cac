using Akka.Cluster;
using Akka.Embedded.Membership;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster;

public class EventDiffTests
{
    [Fact]
    public void A_changed_status_is_told_and_an_unchanged_one_is_not()
    {
        var events = Between(GossipOf(Member(1), Member(2)), GossipOf(Member(1), Member(2, MemberStatus.Leaving)));

        events.ShouldBe([new ClusterEvent.MemberLeft(Member(2, MemberStatus.Leaving))]);
    }

    [Fact]
    public void A_removal_names_the_status_before()
    {
        var removed = Between(GossipOf(Member(1), Member(2, MemberStatus.Down)), GossipOf(Member(1)))
            .OfType<ClusterEvent.MemberRemoved>().Single();

        removed.PreviousStatus.ShouldBe(MemberStatus.Down);
        removed.Member.Status.ShouldBe(MemberStatus.Removed);
    }

    [Fact]
    public void A_new_incarnation_is_a_removal_and_a_newcomer()
    {
        var again = new Member(Node(2, uid: 2), 2, MemberStatus.Up, [], Akka.Util.AppVersion.Zero);

        Between(GossipOf(Member(1), Member(2)), GossipOf(Member(1), again)).Select(e => e.GetType().Name)
            .ShouldBe(["MemberUp", "MemberRemoved"]);
    }

    [Fact]
    public void Reachability_is_told_once_in_each_direction_and_never_of_oneself()
    {
        var fine = GossipOf(Member(1), Member(2), Member(3));
        var lost = fine with { Reachability = Reachability.Empty.Unreachable(Node(1), Node(3)) };
        var lostTwice = lost with { Reachability = lost.Reachability.Unreachable(Node(2), Node(3)) };
        var selfLost = lost with { Reachability = lost.Reachability.Unreachable(Node(3), Node(1)) };

        Between(fine, lost).ShouldContain(new ClusterEvent.UnreachableMember(Member(3)));
        Between(lost, lostTwice).ShouldBeEmpty();
        Between(lost, selfLost).OfType<ClusterEvent.ReachabilityEvent>().ShouldBeEmpty();
        Between(lostTwice, fine).ShouldContain(new ClusterEvent.ReachableMember(Member(3)));
    }

    [Fact]
    public void Leaders_are_told_when_they_change()
    {
        var events = Between(GossipOf(Member(2, roles: "gpu")), GossipOf(Member(1, roles: "gpu"), Member(2, roles: "gpu")));

        events.ShouldContain(new ClusterEvent.LeaderChanged(At(1)));
        events.ShouldContain(new ClusterEvent.RoleLeaderChanged("gpu", At(1)));
    }

    [Fact]
    public void A_snapshot_shows_members_by_address_and_who_is_unreachable()
    {
        var gossip = GossipOf(Member(3), Member(1), Member(2)) with { Reachability = Reachability.Empty.Unreachable(Node(1), Node(3)) };

        var snapshot = new MembershipState(Node(1), gossip).Shown;

        snapshot.Members.Select(m => m.Address.Port).ShouldBe([1, 2, 3]);
        snapshot.Unreachable.Select(m => m.Address.Port).ShouldBe([3]);
        snapshot.Leader.ShouldBe(At(1));
    }

    private static List<ClusterEvent.IClusterDomainEvent> Between(Gossip before, Gossip after) =>
        ClusterEventDiff.Between(new MembershipState(Node(1), before), new MembershipState(Node(1), after)).ToList();
}

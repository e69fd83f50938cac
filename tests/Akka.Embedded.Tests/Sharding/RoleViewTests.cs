using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Sharding;
using Akka.Util;

namespace Akka.Embedded.Tests.Sharding;

public sealed class RoleViewTests
{
    [Fact]
    public void The_oldest_member_with_the_role_that_is_up_coordinates()
    {
        var view = View(
            1,
            "worker",
            Member(1, 1, MemberStatus.Up),
            Member(2, 2, MemberStatus.Up, "worker"),
            Member(3, 3, MemberStatus.Up, "worker"));

        view.Oldest!.UniqueAddress.ShouldBe(Node(2));
        view.Members.Count().ShouldBe(2);
    }

    [Fact]
    public void A_member_that_leaves_does_not_coordinate_any_more()
    {
        var view = View(1, null, Member(1, 1, MemberStatus.Leaving), Member(2, 2, MemberStatus.Up), Member(3, 3, MemberStatus.Joining));

        view.Oldest!.UniqueAddress.ShouldBe(Node(2));
        view.HasOlderThan(view.Oldest).ShouldBeTrue();
        view.Apply(new ClusterEvent.MemberExited(Member(1, 1, MemberStatus.Exiting)));
        view.HasOlderThan(view.Oldest!).ShouldBeFalse();
    }

    [Fact]
    public void A_member_that_is_down_or_removed_hosts_nothing_any_more()
    {
        var view = View(1, null, Member(1, 1, MemberStatus.Up), Member(2, 2, MemberStatus.Up), Member(3, 3, MemberStatus.Leaving));
        view.MayHost(Node(2).Address).ShouldBeTrue();
        view.MayHost(Node(3).Address).ShouldBeTrue();

        view.Apply(new ClusterEvent.MemberDowned(Member(2, 2, MemberStatus.Down)));
        view.Apply(new ClusterEvent.MemberRemoved(Member(3, 3, MemberStatus.Removed), MemberStatus.Exiting));

        view.MayHost(Node(2).Address).ShouldBeFalse();
        view.MayHost(Node(3).Address).ShouldBeFalse();
        view.MayHost(Node(4).Address).ShouldBeFalse();
    }

    [Fact]
    public void The_own_node_counts_as_up_also_without_the_role()
    {
        View(1, "worker", Member(1, 1, MemberStatus.Up)).SelfUp.ShouldBeTrue();
        View(1, null, Member(1, 1, MemberStatus.Joining)).SelfUp.ShouldBeFalse();
    }

    [Fact]
    public void Half_of_the_members_are_no_majority()
    {
        var two = View(1, null, Member(1, 1, MemberStatus.Up), Member(2, 2, MemberStatus.Up));
        two.MajorityReachable.ShouldBeTrue();
        two.Apply(new ClusterEvent.UnreachableMember(Member(2, 2, MemberStatus.Up)));
        two.MajorityReachable.ShouldBeFalse();
        two.Apply(new ClusterEvent.ReachableMember(Member(2, 2, MemberStatus.Up)));
        two.MajorityReachable.ShouldBeTrue();
    }

    [Fact]
    public void Two_of_three_are_a_majority_and_a_removed_member_no_longer_counts()
    {
        var view = View(1, null, Member(1, 1, MemberStatus.Up), Member(2, 2, MemberStatus.Up), Member(3, 3, MemberStatus.Up));
        view.Apply(new ClusterEvent.UnreachableMember(Member(2, 2, MemberStatus.Up)));
        view.MajorityReachable.ShouldBeTrue();
        view.Apply(new ClusterEvent.UnreachableMember(Member(3, 3, MemberStatus.Up)));
        view.MajorityReachable.ShouldBeFalse();

        view.Apply(new ClusterEvent.MemberRemoved(Member(2, 2, MemberStatus.Removed), MemberStatus.Down));
        view.Apply(new ClusterEvent.MemberRemoved(Member(3, 3, MemberStatus.Removed), MemberStatus.Down));
        view.MajorityReachable.ShouldBeTrue();
        view.Members.Count().ShouldBe(1);
    }

    private static RoleView View(int self, string? role, params Member[] members)
    {
        var view = new RoleView(Node(self), role);
        view.Apply(new ClusterEvent.CurrentClusterState([.. members], [], [], null, ImmutableDictionary<string, Address?>.Empty));
        return view;
    }

    private static UniqueAddress Node(int number) => new(new Address("akka.tcp", "view", "127.0.0.1", 4000 + number), number);

    private static Member Member(int number, int upNumber, MemberStatus status, params string[] roles) =>
        new(Node(number), upNumber, status, [.. roles], AppVersion.Create("1.0"));
}

using Akka.Cluster;
using Akka.Embedded.Membership;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster;

public class MembershipStateTests
{
    private static readonly SortedSet<UniqueAddress> None = [];

    [Fact]
    public void The_leader_is_the_lowest_address_that_is_up()
    {
        State(2, Member(1, MemberStatus.Joining), Member(2), Member(3)).Leader.ShouldBe(Node(2));
        State(2, Member(1, MemberStatus.Joining), Member(2, MemberStatus.Joining)).Leader.ShouldBe(Node(1));
        State(2, Member(1, MemberStatus.Leaving), Member(2)).Leader.ShouldBe(Node(1));
        State(2, Member(1, MemberStatus.Exiting), Member(2)).Leader.ShouldBe(Node(2));
    }

    [Fact]
    public void An_unreachable_or_downed_member_does_not_lead()
    {
        var gossip = GossipOf(Member(1), Member(2), Member(3, MemberStatus.Down));

        var byMember = gossip with { Reachability = Reachability.Empty.Unreachable(Node(2), Node(1)) };
        var byDowned = gossip with { Reachability = Reachability.Empty.Unreachable(Node(3), Node(1)) };
        new MembershipState(Node(2), byMember).Leader.ShouldBe(Node(2));
        new MembershipState(Node(2), byDowned).Leader.ShouldBe(Node(1));
    }

    [Fact]
    public void A_role_has_its_own_leader()
    {
        var state = State(1, Member(1), Member(2, roles: "gpu"), Member(3, roles: "gpu"));

        state.RoleLeader("gpu").ShouldBe(Node(2));
        state.RoleLeader("none").ShouldBeNull();
    }

    [Fact]
    public void There_is_convergence_when_all_that_are_up_have_seen_it()
    {
        var gossip = GossipOf(Member(1), Member(2), Member(3, MemberStatus.Joining)).NextVersion(Node(1));

        new MembershipState(Node(1), gossip).IsConverged(None).ShouldBeFalse();
        new MembershipState(Node(1), gossip.MarkSeen(Node(2))).IsConverged(None).ShouldBeTrue();
    }

    [Theory]
    [InlineData(MemberStatus.Up, false)]
    [InlineData(MemberStatus.Joining, false)]
    [InlineData(MemberStatus.Exiting, true)]
    [InlineData(MemberStatus.Down, true)]
    public void An_unreachable_member_prevents_convergence_unless_it_is_on_its_way_out(MemberStatus status, bool converged)
    {
        var unreachable = Reachability.Empty.Unreachable(Node(1), Node(2));
        var gossip = GossipOf(Member(1), Member(2, status)).SeenByAll() with { Reachability = unreachable };

        new MembershipState(Node(1), gossip).IsConverged(None).ShouldBe(converged);
    }

    [Fact]
    public void Age_is_the_order_of_becoming_up_then_of_address()
    {
        var state = State(1, Member(1, upNumber: 3), Member(2, upNumber: 1), Member(4, upNumber: 2), Member(3, upNumber: 2));

        state.ByAge().Select(m => m.Address.Port).ShouldBe([2, 3, 4, 1]);
    }

    private static MembershipState State(int self, params Member[] members) => new(Node(self), GossipOf(members));
}

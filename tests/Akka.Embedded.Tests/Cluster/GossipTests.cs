using Akka.Cluster;
using Akka.Embedded.Membership;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster;

public class GossipTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Merging_is_commutative_and_idempotent()
    {
        var a = GossipOf(Member(1), Member(2, MemberStatus.Leaving)).NextVersion(Node(1));
        var b = GossipOf(Member(1), Member(2), Member(3, MemberStatus.Joining)).NextVersion(Node(2));

        Same(Gossip.Merge(a, b), Gossip.Merge(b, a));
        Same(Gossip.Merge(a, Gossip.Merge(a, b)), Gossip.Merge(a, b));
    }

    [Theory]
    [InlineData(MemberStatus.Joining, MemberStatus.Up, MemberStatus.Up)]
    [InlineData(MemberStatus.WeaklyUp, MemberStatus.Up, MemberStatus.Up)]
    [InlineData(MemberStatus.Leaving, MemberStatus.Up, MemberStatus.Leaving)]
    [InlineData(MemberStatus.Exiting, MemberStatus.Down, MemberStatus.Down)]
    public void Of_two_views_of_a_member_the_further_one_wins(MemberStatus a, MemberStatus b, MemberStatus winner)
    {
        Gossip.Merge(GossipOf(Member(1, a)), GossipOf(Member(1, b))).Members[Node(1)].Status.ShouldBe(winner);
        Gossip.Merge(GossipOf(Member(1, b)), GossipOf(Member(1, a))).Members[Node(1)].Status.ShouldBe(winner);
    }

    [Fact]
    public void An_old_view_does_not_bring_back_a_removed_member()
    {
        var old = GossipOf(Member(1), Member(2)).NextVersion(Node(2));
        var removed = old.Remove([Node(2)], Now).NextVersion(Node(1));

        Gossip.Merge(removed, old).HasMember(Node(2)).ShouldBeFalse();
        GossipMerger.Receive(Node(1), removed, old).Winner.HasMember(Node(2)).ShouldBeFalse();
        GossipMerger.Receive(Node(3), old, removed).Winner.HasMember(Node(2)).ShouldBeFalse();
    }

    [Fact]
    public void A_newer_view_that_forgot_a_removal_is_corrected_and_gets_a_version_of_its_own()
    {
        var mine = GossipOf(Member(1), Member(2)).Remove([Node(2)], Now).NextVersion(Node(1));
        var theirs = GossipOf(Member(1), Member(2)) with { Version = mine.Version.Increment(Node(3)) };

        var outcome = GossipMerger.Receive(Node(1), mine, theirs);

        outcome.Winner.HasMember(Node(2)).ShouldBeFalse();
        outcome.Winner.Version.CompareTo(theirs.Version).ShouldBe(ClockOrder.After);
        outcome.TalkBack.ShouldBeTrue();
    }

    [Fact]
    public void What_only_a_removed_member_had_said_is_not_forgotten_with_it()
    {
        var before = GossipOf(Member(1), Member(2), Member(3)).NextVersion(Node(1));
        var downs = GossipOf(Member(1, MemberStatus.Down), Member(2), Member(3)) with { Version = before.Version.Increment(Node(2)) };
        var removes = before.Remove([Node(2)], Now).NextVersion(Node(1));

        foreach (var outcome in new[] { GossipMerger.Receive(Node(3), downs, removes), GossipMerger.Receive(Node(3), removes, downs) })
        {
            outcome.Winner.HasMember(Node(2)).ShouldBeFalse();
            outcome.Winner.Members[Node(1)].Status.ShouldBe(MemberStatus.Down);
            outcome.Winner.Version.CompareTo(removes.Version).ShouldBe(ClockOrder.After);
            outcome.TalkBack.ShouldBeTrue();
        }
    }

    [Fact]
    public void Tombstones_go_after_a_day()
    {
        var gossip = GossipOf(Member(1), Member(2)).Remove([Node(2)], Now);

        gossip.PruneTombstones(Now + Gossip.TombstoneLifetime).Tombstones.ShouldContainKey(Node(2));
        gossip.PruneTombstones(Now + Gossip.TombstoneLifetime + TimeSpan.FromSeconds(1)).Tombstones.ShouldBeEmpty();
    }

    [Fact]
    public void The_same_version_joins_who_has_seen_it()
    {
        var gossip = GossipOf(Member(1), Member(2), Member(3)).NextVersion(Node(1));

        var outcome = GossipMerger.Receive(Node(2), gossip.MarkSeen(Node(2)), gossip.MarkSeen(Node(3)));

        outcome.Winner.Seen.ShouldBe([Node(1), Node(2), Node(3)]);
        outcome.TalkBack.ShouldBeTrue("the sender does not know that this node has seen it");
    }

    private static void Same(Gossip a, Gossip b)
    {
        a.Members.Select(m => (m.Key, m.Value.Status)).ShouldBe(b.Members.Select(m => (m.Key, m.Value.Status)));
        a.Version.CompareTo(b.Version).ShouldBe(ClockOrder.Same);
        a.Reachability.ShouldBe(b.Reachability);
        a.Seen.ShouldBe(b.Seen);
    }
}

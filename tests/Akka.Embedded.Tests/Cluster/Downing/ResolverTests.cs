using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Embedded.Membership;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster.Downing;

public class ResolverTests
{
    private static readonly TimeSpan StableAfter = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Unstable = TimeSpan.FromSeconds(4);

    [Fact]
    public void Nothing_is_decided_before_it_has_been_stable_for_long_enough()
    {
        var resolver = Follow(View(3), 0);
        resolver.NextLook().ShouldBeNull();

        resolver.Follow(View(3, (1, 3)), [], Seconds(10));

        resolver.NextLook().ShouldBe(Seconds(13));
        resolver.Look(Seconds(12.9)).ShouldBeNull();
        Ports(resolver.Look(Seconds(13.9))).ShouldBe([3]);
    }

    [Fact]
    public void Each_change_of_reachability_begins_the_wait_anew()
    {
        var resolver = Follow(View(5), 0);
        resolver.Follow(View(5, (1, 4)), [], Seconds(10));
        resolver.Follow(View(5, (1, 4), (1, 5)), [], Seconds(12));

        resolver.NextLook().ShouldBe(Seconds(15));
        Ports(resolver.Look(Seconds(15))).ShouldBe([4, 5]);
    }

    [Fact]
    public void Who_comes_back_in_time_is_spared()
    {
        var resolver = Follow(View(3, (1, 3)), 0);
        resolver.Follow(View(3), [], Seconds(2));

        resolver.NextLook().ShouldBeNull();
        resolver.Look(Seconds(20)).ShouldBeNull();
    }

    [Fact]
    public void Nothing_is_waited_for_when_all_that_is_missing_has_ended_for_certain()
    {
        var resolver = Follow(View(4), 0);
        resolver.Follow(View(4, (1, 3)), [Node(3)], Seconds(10));

        resolver.NextLook().ShouldBe(Seconds(10));
        Ports(resolver.Look(Seconds(10))).ShouldBe([3]);
    }

    [Fact]
    public void But_the_wait_is_that_of_the_one_that_is_merely_silent()
    {
        var resolver = Follow(View(5), 0);
        resolver.Follow(View(5, (1, 3), (1, 4)), [Node(3)], Seconds(10));

        resolver.NextLook().ShouldBe(Seconds(13));
        resolver.Look(Seconds(10)).ShouldBeNull();
    }

    [Fact]
    public void Who_is_certain_to_have_ended_counts_as_before()
    {
        var resolver = Follow(View(2), 0, self: 2);
        resolver.Follow(View(2, (2, 1)), [Node(1)], Seconds(10));

        Ports(resolver.Look(Seconds(10))).ShouldBe([2], "an even split without the lowest address");
    }

    [Fact]
    public void Only_the_leader_of_a_side_decides()
    {
        var resolver = Follow(View(3, (2, 3)), 0, self: 2);

        resolver.Look(Seconds(3)).ShouldBeNull();
        resolver.NextLook().ShouldBe(Seconds(7), "that is when instability would end all");
    }

    [Fact]
    public void A_newcomer_that_leads_by_accident_does_not()
    {
        var state = new MembershipState(Node(1), GossipOf(Member(1, MemberStatus.Joining), Member(2)) with
        {
            Reachability = Reachability.Empty.Unreachable(Node(1), Node(2)),
        });
        state.IsLeader.ShouldBeTrue();

        Follow(state, 0).Look(Seconds(4)).ShouldBeNull();
    }

    [Fact]
    public void Changes_that_never_end_down_all_wherever_one_looks_from()
    {
        var resolver = Follow(View(3, (2, 3)), 0, self: 2);
        for (var second = 1; second < 7; second++)
        {
            resolver.Follow(second % 2 == 0 ? View(3, (2, 3)) : View(3, (2, 3), (2, 1)), [], Seconds(second));
            resolver.Look(Seconds(second)).ShouldBeNull();
        }

        Ports(resolver.Look(Seconds(7))).ShouldBe([1, 2, 3]);
    }

    [Fact]
    public void Unless_that_is_off()
    {
        var resolver = Follow(View(3, (2, 3)), 0, self: 2, unstable: null);

        resolver.NextLook().ShouldBeNull();
        resolver.Look(Seconds(100)).ShouldBeNull();
    }

    [Fact]
    public void A_heal_in_between_forgives_the_changes_before_it()
    {
        var resolver = Follow(View(3, (2, 3)), 0, self: 2);
        resolver.Follow(View(3), [], Seconds(5));
        resolver.Follow(View(3, (2, 3)), [], Seconds(6));

        resolver.NextLook().ShouldBe(Seconds(13));
    }

    private static Resolver Follow(MembershipState state, double seconds, int self = 1, double? unstable = 4)
    {
        var resolver = new Resolver(
            Node(self), new KeepMajority(null), StableAfter, unstable is null ? null : Unstable);
        resolver.Follow(new MembershipState(Node(self), state.Gossip), [], Seconds(seconds));
        return resolver;
    }

    private static MembershipState View(int count, params (int Observer, int Subject)[] sightings)
    {
        var gossip = GossipOf([.. Enumerable.Range(1, count).Select(p => Member(p, upNumber: p))]);
        var reachability = sightings.Aggregate(Reachability.Empty, (r, s) => r.Unreachable(Node(s.Observer), Node(s.Subject)));
        var self = sightings.Length == 0 ? 1 : sightings[0].Observer;
        return new(Node(self), gossip with { Reachability = reachability });
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);

    private static ImmutableArray<int> Ports(DowningDecision? decision) =>
        [.. decision.ShouldNotBeNull().Nodes.Select(n => n.Address.Port!.Value)];
}

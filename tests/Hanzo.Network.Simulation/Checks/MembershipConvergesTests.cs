using Hanzo.Network.Simulation.Checks;
using static Hanzo.Network.Simulation.Tests.Checks.Histories;

namespace Hanzo.Network.Simulation.Tests.Checks;

public class MembershipConvergesTests
{
    private static readonly Observation[] Heals = [new Healed(S(100))];

    private static Verdict Judged(double until, params IEnumerable<Observation>[] history) =>
        Judge(new MembershipConverges(), until, [Up(3), Heals, .. history]);

    [Fact]
    public void One_cluster_of_all_holds() => Judged(200).ShouldHold(judged: 2);

    [Fact]
    public void Before_its_time_it_is_not_judged() => Judged(150, [Sees(110, 0, 0)]).IsUntested.ShouldBeTrue();

    [Fact]
    public void A_node_that_another_does_not_see_is_found() =>
        Judged(200, [Sees(110, 0, 0, 1)]).ShouldBeBroken(160, "60 s after the heal node 0 (life 1) does not see node 2 (life 1) (n2#1) Up");

    [Fact]
    public void A_member_that_is_no_more_is_found() =>
        Judged(200, [Sees(110, 1, 1, Self(1), Self(0), Self(1), Self(2), "n7#1")])
            .ShouldBeBroken(160, "node 1 (life 1) sees n7#1 Up, which is no more");

    [Fact]
    public void A_member_that_is_unreachable_is_found() =>
        Judged(200, [new MembersSeen(S(110), 1, 1, Self(1), [Self(0), Self(1), Self(2)], [], AllReachable: false)])
            .ShouldBeBroken(160, "node 1 (life 1) sees unreachable members");

    [Fact]
    public void Two_clusters_have_a_sentence_of_their_own() =>
        Judged(200, [Sees(110, 0, 0), Sees(110, 1, 1, 2), Sees(110, 2, 1, 2)])
            .ShouldBeBroken(160, "there are 2 clusters, of the nodes [0] and [1, 2]");

    [Fact]
    public void A_node_without_an_actor_system_is_found() =>
        Judged(200, [new SystemChanged(S(110), 2, 1, 1, Alive: false)]).ShouldBeBroken(160, "node 2 (life 1) has no actor system");

    [Fact]
    public void A_node_whose_process_ended_is_not_missed() =>
        Judged(200, [new ProcessEnded(S(110), 2, 1, ProcessEnd.Crash), Sees(111, 0, 0, 1), Sees(111, 1, 0, 1)]).ShouldHold(judged: 2);

    [Fact]
    public void It_must_hold_at_its_time_and_at_the_end() =>
        Judged(300, [Sees(170, 0, 0, 1)]).ShouldBeBroken(300, "200 s after the heal");
}

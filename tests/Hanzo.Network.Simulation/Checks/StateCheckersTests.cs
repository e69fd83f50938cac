using Hanzo.Network.Simulation.Checks;
using static Hanzo.Network.Simulation.Tests.Checks.Histories;

namespace Hanzo.Network.Simulation.Tests.Checks;

public class StateCheckersTests
{
    private static StateAsked Asked(string key, StateDeed deed, string element) => new(S(1), 0, 1, key, deed, element);

    private static StateAcknowledged Done(string key, StateDeed deed, string element) => new(S(2), 0, 1, key, deed, element);

    private static StateRead Read(int node, string key, string version, params string[] elements) =>
        new(S(100), node, 1, key, version, [.. elements]);

    private static StateRead End(int node) => Read(node, "", "");

    private static Verdict Survives(params IEnumerable<Observation>[] history) =>
        Judge(new AcknowledgedStateSurvives(), 100, [Up(2), .. history]);

    private static StateCompared Compared(int node, string? expected, string version) => new(S(2), node, 1, "p", expected, version);

    private static Verdict Wins(params IEnumerable<Observation>[] history) =>
        Judge(new OneWinnerPerVersion(), 100, [Up(2), .. history]);

    private static Verdict Converges(params IEnumerable<Observation>[] history) => Judge(new StateConverges(), 100, [Up(2), .. history]);

    [Fact]
    public void What_every_node_holds_has_survived() => Survives(
        [Asked("n", StateDeed.Append, "a"), Done("n", StateDeed.Append, "a")],
        [Asked("s", StateDeed.Increment, "3"), Done("s", StateDeed.Increment, "3")],
        [Read(0, "n", "v", "a"), Read(0, "s", "v", "3"), End(0), Read(1, "n", "v", "a"), Read(1, "s", "v", "3"), End(1)])
        .ShouldHold(judged: 2);

    [Fact]
    public void What_one_node_does_not_hold_was_lost() => Survives(
        [Asked("n", StateDeed.Append, "a"), Done("n", StateDeed.Append, "a"), Read(0, "n", "v", "a"), End(0), End(1)])
        .ShouldBeBroken(100, "n on node 1 (life 1) does not hold a, which was acknowledged");

    [Fact]
    public void What_counts_twice_is_found() => Survives(
        [Asked("n", StateDeed.Append, "a"), Read(0, "n", "v", "a", "a"), End(0)])
        .ShouldBeBroken(100, "n on node 0 (life 1) holds something twice");

    [Theory]
    [InlineData("2")]
    [InlineData("8")]
    public void A_sum_below_what_was_acknowledged_or_above_what_was_asked_for_is_found(string sum) => Survives(
        [
            Asked("s", StateDeed.Increment, "3"), Done("s", StateDeed.Increment, "3"), Asked("s", StateDeed.Increment, "4"),
            Read(0, "s", "v", sum), End(0),
        ])
        .ShouldBeBroken(100, $"s on node 0 (life 1) is {sum}; 3 were acknowledged and 7 asked for");

    [Fact]
    public void What_nobody_asked_for_is_found() => Survives([Asked("p", StateDeed.Set, "a"), Read(0, "p", "v", "b"), End(0)])
        .ShouldBeBroken(100, "p on node 0 (life 1) holds b, which nobody asked for");

    [Fact]
    public void A_set_value_that_was_acknowledged_and_is_not_there_is_found() =>
        Survives([Asked("p", StateDeed.Set, "a"), Done("p", StateDeed.Set, "a"), Read(0, "p", "v", "a"), End(0), End(1)])
            .ShouldBeBroken(100, "p on node 1 (life 1) holds nothing, though a was acknowledged");

    [Fact]
    public void Two_that_set_a_key_in_one_version_are_found_unless_their_nodes_are_two_networks()
    {
        Wins([Compared(0, "v", "w"), Compared(1, "w", "x")]).ShouldHold(judged: 2);
        Wins([Compared(0, null, "w"), Compared(1, null, "x")]).ShouldHold(judged: 2);
        Wins([Compared(0, "v", "w"), Compared(1, "v", "x")]).ShouldBeBroken(2, "p was set twice in version v: on node 0 (life 1) and");
        Wins([Sees(1, 0, 0), Sees(1, 1, 1)], [Compared(0, "v", "w"), Compared(1, "v", "x")]).ShouldHold(judged: 2);
    }

    [Fact]
    public void Two_that_are_told_the_same_version_as_theirs_are_found() =>
        Wins([Compared(0, "v", "w"), Compared(1, "u", "w")]).ShouldBeBroken(2, "p: two writes were told version w as theirs");

    [Fact]
    public void What_was_not_acknowledged_may_be_lost() =>
        Survives([Asked("n", StateDeed.Append, "a"), End(0), End(1)]).IsUntested.ShouldBeTrue();

    [Fact]
    public void The_same_versions_converge() =>
        Converges([Read(0, "p", "v", "a"), End(0), Read(1, "p", "v", "a"), End(1)]).ShouldHold(judged: 1);

    [Fact]
    public void Different_versions_and_values_are_found()
    {
        Converges([Read(0, "p", "v", "a"), End(0), Read(1, "p", "w", "a"), End(1)]).ShouldBeBroken(100, "p differs on");
        Converges([Read(0, "p", "v", "a"), End(0), Read(1, "p", "v", "b"), End(1)]).ShouldBeBroken(100, "p differs on");
        Converges([Read(0, "p", "v", "a"), End(0), End(1)]).ShouldBeBroken(100, "p is on node 0 (life 1) and not on node 1");
    }

    [Fact]
    public void A_living_node_that_says_nothing_is_found() =>
        Converges([End(0)]).ShouldBeBroken(100, "node 1 (life 1) lives and does not say");
}

using Hanzo.Network.Simulation.Checks;
using static Hanzo.Network.Simulation.Tests.Checks.Histories;

namespace Hanzo.Network.Simulation.Tests.Checks;

public class DataConvergesTests
{
    private static DataRead Holding(int node, params string[] elements) => new(S(100), node, 1, "k", [.. elements]);

    private static readonly Observation[] Written =
        [new DataWriteBegun(S(1), 0, 1, "k", "a"), new DataWritten(S(1), 0, 1, "k", "b", "local", Acknowledged: true)];

    [Fact]
    public void Equal_replicas_hold() =>
        Judge(new DataConverges(), 100, Up(2), Written, [Holding(0, "a", "b"), Holding(1, "a", "b")]).ShouldHold(judged: 2);

    [Fact]
    public void Different_replicas_are_found() =>
        Judge(new DataConverges(), 100, Up(2), Written, [Holding(0, "a", "b"), Holding(1, "a")])
            .ShouldBeBroken(100, "under k node 0 (life 1) holds b and node 1 (life 1) does not");

    [Fact]
    public void An_element_that_nobody_wrote_is_found() =>
        Judge(new DataConverges(), 100, Up(2), Written, [Holding(0, "a", "x"), Holding(1, "a", "x")])
            .ShouldBeBroken(100, "node 0 (life 1) holds x under k, which nobody wrote");

    [Fact]
    public void A_living_node_that_says_nothing_is_found() =>
        Judge(new DataConverges(), 100, Up(2), Written, [Holding(0, "a")]).ShouldBeBroken(100, "node 1 (life 1) lives and does not say");

    [Fact]
    public void A_process_that_ended_need_not_say_anything() =>
        Judge(
            new DataConverges(), 100, Up(2), Written, [new ProcessEnded(S(5), 1, 1, ProcessEnd.Crash), Holding(0, "a")])
            .ShouldHold(judged: 1);

    [Fact]
    public void Clusters_that_do_not_know_each_other_need_not_agree() =>
        Judge(new DataConverges(), 100, Up(2), Written, [Sees(5, 0, 0), Sees(5, 1, 1), Holding(0, "a"), Holding(1, "b")])
            .ShouldHold(judged: 2);
}

public class AcknowledgedDataSurvivesTests
{
    private static DataWritten Written(double at, int node, string level, bool acknowledged = true) =>
        new(S(at), node, 1, "k", "a", level, acknowledged);

    private static DataRead Holding(int node, int life, params string[] elements) => new(S(100), node, life, "k", [.. elements]);

    private static Verdict Judged(params IEnumerable<Observation>[] history) =>
        Judge(new AcknowledgedDataSurvives(), 100, [Up(3), .. history]);

    private static ProcessEnded Crash(double at, int node) => new ProcessEnded(S(at), node, 1, ProcessEnd.Crash);

    [Theory]
    [InlineData("local")]
    [InlineData("majority")]
    [InlineData("all")]
    public void What_all_hold_has_survived(string level) =>
        Judged([Written(5, 0, level), Holding(0, 1, "a"), Holding(1, 1, "a"), Holding(2, 1, "a")]).ShouldHold(judged: 1);

    [Theory]
    [InlineData("local")]
    [InlineData("majority")]
    [InlineData("all")]
    public void What_one_living_node_does_not_hold_was_lost(string level) =>
        Judged([Written(5, 0, level), Holding(0, 1, "a"), Holding(1, 1), Holding(2, 1, "a")])
            .ShouldBeBroken(100, $"a under k, acknowledged ({level}) to node 0 (life 1) at 5 s, is not on node 1 (life 1)");

    [Fact]
    public void What_was_not_acknowledged_may_be_lost() =>
        Judged([Written(5, 0, "all", acknowledged: false), Holding(0, 1), Holding(1, 1), Holding(2, 1)]).IsUntested.ShouldBeTrue();

    [Fact]
    public void What_only_one_process_held_may_end_with_it() =>
        Judged([Written(5, 0, "local"), Crash(5.1, 0)], Restart(20, 0, 2, Self(0, 2), Self(1), Self(2)), [
            Sees(20, 1, 1, Self(1), Self(0, 2), Self(1), Self(2)),
            Sees(20, 2, 1, Self(2), Self(0, 2), Self(1), Self(2)),
            Holding(0, 2),
            Holding(1, 1),
            Holding(2, 1),
        ]).ShouldHold(judged: 1);

    [Fact]
    public void What_a_majority_held_outlives_its_writer() =>
        Judged([Written(5, 0, "majority"), Crash(5.1, 0), Sees(9, 1, 1, 2), Sees(9, 2, 1, 2), Holding(1, 1), Holding(2, 1)])
            .ShouldBeBroken(100, "is not on node 1 (life 1)");

    [Fact]
    public void What_a_majority_held_may_end_with_that_majority() =>
        Judged([Written(5, 0, "majority"), Crash(5.1, 0), Crash(5.2, 1), Sees(9, 2, 2), Holding(2, 1)]).ShouldHold(judged: 1);

    [Fact]
    public void What_had_time_to_spread_outlives_all_but_one() =>
        Judged([Written(5, 0, "local"), Crash(50, 0), Crash(50.1, 1), Sees(60, 2, 2), Holding(2, 1)])
            .ShouldBeBroken(100, "acknowledged (local)", "is not on node 2 (life 1)");

    [Fact]
    public void Nothing_spreads_while_the_network_is_cut() =>
        Judged([Written(5, 0, "local")], Cut(6, 0, 1), Cut(6, 0, 2), [Crash(50, 0), Sees(60, 1, 1, 2), Sees(60, 2, 1, 2)], [
            Holding(1, 1), Holding(2, 1),
        ]).ShouldHold(judged: 1);

    [Fact]
    public void What_is_on_no_node_was_lost() => Judged([Written(5, 0, "all")]).ShouldBeBroken(100, "is not on any node");
}

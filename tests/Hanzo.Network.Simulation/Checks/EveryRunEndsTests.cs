using Hanzo.Network.Simulation.Checks;
using static Hanzo.Network.Simulation.Tests.Checks.Histories;

namespace Hanzo.Network.Simulation.Tests.Checks;

public class EveryRunEndsTests
{
    private static readonly Observation[] Heals = [new Healed(S(100))];

    private static RunAsked Asked(double at, string request = "r1") => new(S(at), 1, 1, request);

    private static RunAccepted Accepted(double at, string run = Run, string request = "r1") => new(S(at), 1, 1, request, run);

    private static RunEnded Ended(double at, string run = Run, string request = "r1", string status = "completed", string output = "42") =>
        new(S(at), 1, 1, request, run, status, output);

    private static RunRefused Refused(double at, string error) => new(S(at), 1, 1, "r1", error);

    private static Verdict Judged(params IEnumerable<Observation>[] history) => Judge(new EveryRunEnds(), 400, [Up(2), .. history]);

    [Fact]
    public void A_run_that_ends_holds() => Judged([Asked(1), Accepted(2), Ended(3)], Heals).ShouldHold(judged: 1);

    [Fact]
    public void A_refusal_with_a_reason_holds_while_there_are_faults() =>
        Judged([Asked(1), Refused(31, "Unavailable: not acknowledged within 30 s")], Heals).ShouldHold(judged: 1);

    [Fact]
    public void A_request_that_is_never_answered_is_found() =>
        Judged([Asked(1)], Heals).ShouldBeBroken(250, "request r1 of node 1 (life 1), of 1 s", "not known to it");

    [Fact]
    public void A_run_that_never_ends_is_found() => Judged([Asked(1), Accepted(2)], Heals).ShouldBeBroken(250, "its run is " + Run);

    [Fact]
    public void A_watcher_that_is_never_told_the_end_is_found() =>
        Judged(Heals, [Asked(110), Accepted(111), new RunWatched(S(120), 0, 1, "w1", Run), Ended(130)])
            .ShouldBeBroken(270, "request w1 of node 0 (life 1)");

    [Fact]
    public void One_whose_process_ended_waits_no_more() =>
        Judged([Asked(1), new ProcessEnded(S(2), 1, 1, ProcessEnd.Crash)], Heals, Restart(101, 1, 2, Self(0), Self(1, 2)))
            .IsUntested.ShouldBeTrue();

    [Fact]
    public void One_asked_shortly_before_the_end_is_not_late_yet() => Judged(Heals, [Asked(390)]).IsUntested.ShouldBeTrue();

    [Fact]
    public void Without_a_heal_nobody_is_late() => Judged([Asked(1)]).IsUntested.ShouldBeTrue();

    [Fact]
    public void A_request_with_two_runs_is_found() =>
        Judged([Asked(1), Accepted(2), Ended(3, Session + ".2")]).ShouldBeBroken(3, "request r1", $"{Run} and run {Session}.2");

    [Fact]
    public void A_run_with_two_requests_is_found() =>
        Judged([Asked(1), Asked(1, "r2"), Accepted(2), Accepted(3, request: "r2")])
            .ShouldBeBroken(3, $"run {Run} was given to request r1 and to request r2");

    [Fact]
    public void A_watcher_of_the_same_run_is_no_second_request() =>
        Judged([Asked(1), Accepted(2), new RunWatched(S(2), 1, 1, "w1", Run), Ended(3), Ended(3, request: "w1")], Heals)
            .ShouldHold(judged: 2);

    [Theory]
    [InlineData("failed", "42")]
    [InlineData("completed", "43")]
    public void Watchers_that_are_told_different_ends_are_found(string status, string output) =>
        Judged([
            Asked(1), Accepted(2), new RunWatched(S(2), 1, 1, "w1", Run), Ended(3), Ended(4, request: "w1", status: status, output: output),
        ]).ShouldBeBroken(4, "ended as completed '42'", $"as {status} '{output}'");

    [Fact]
    public void A_refusal_without_a_reason_is_found() => Judged([Asked(1), Refused(2, "")]).ShouldBeBroken(2, "without a reason");

    [Fact]
    public void A_refusal_in_a_network_that_has_healed_is_found() =>
        Judged(Heals, [Asked(200), Refused(230, "Unavailable: not acknowledged")])
            .ShouldBeBroken(230, "asked 100 s after the heal and refused: Unavailable");

    [Fact]
    public void One_that_waits_in_a_session_whose_runs_end_one_after_the_other_is_not_late() =>
        Judged(Heals, [
            new RunAsked(S(110), 1, 1, "r1", Session), Stored(200, 7, "w", "run.completed.1"), Stored(300, 9, "w", "run.failed.1"),
        ]).IsUntested.ShouldBeTrue();

    [Fact]
    public void One_that_waits_in_a_session_whose_runs_end_no_more_is_late() =>
        Judged(Heals, [
            new RunAsked(S(110), 1, 1, "r1", Session), Stored(200, 7, "w", "run.completed.1"), Stored(300, 8, "w", "run.started.1"),
        ]).ShouldBeBroken(350, "request r1");

    [Fact]
    public void A_refusal_while_there_is_more_than_one_cluster_is_not_judged_here() =>
        Judged(Heals, [Sees(150, 0, 0), Sees(150, 1, 1), Asked(200), Refused(201, "NoCandidate: none")]).ShouldHold(judged: 1);

    [Fact]
    public void A_full_session_may_refuse_at_any_time() =>
        Judged(Heals, [Asked(200), Refused(201, "TooManyQueued: 16")]).ShouldHold(judged: 1);
}

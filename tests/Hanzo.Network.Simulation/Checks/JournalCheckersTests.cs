using Hanzo.Network.Simulation.Checks;
using static Hanzo.Network.Simulation.Tests.Checks.Histories;

namespace Hanzo.Network.Simulation.Tests.Checks;

public class AcknowledgedEventsSurviveTests
{
    private static AppendAcknowledged Acknowledged(double at, long last, string writer = "w1", ulong content = 0, int node = 2) =>
        new(S(at), node, 1, Session, last, writer, content == 0 ? (ulong)last : content);

    [Fact]
    public void What_was_acknowledged_and_is_read_has_survived() =>
        Judge(new AcknowledgedEventsSurvive(), 100, [Acknowledged(1, 2), Acknowledged(2, 3)], [Read(1, "w1"), Read(2, "w1"), Read(3, "w1")])
            .ShouldHold(judged: 2);

    [Fact]
    public void An_acknowledged_event_that_is_not_read_was_lost() =>
        Judge(new AcknowledgedEventsSurvive(), 100, [Acknowledged(1, 2), Acknowledged(2, 3)], [Read(1, "w1"), Read(2, "w1")])
            .ShouldBeBroken(100, "event 3 of math.17.01ABC", "node 2 (life 1) at 2 s");

    [Fact]
    public void A_whole_history_that_is_not_read_was_lost() =>
        Judge(new AcknowledgedEventsSurvive(), 100, [Acknowledged(1, 2)]).ShouldBeBroken(100, "event 1 of math.17.01ABC", "up to 2");

    [Fact]
    public void Another_event_in_its_place_is_found() =>
        Judge(new AcknowledgedEventsSurvive(), 100, [Acknowledged(1, 1)], [Read(1, "w1", content: 77)])
            .ShouldBeBroken(100, "event 1", "not the one that was acknowledged to node 2 (life 1) at 1 s");

    [Fact]
    public void The_same_event_of_another_writer_is_found() =>
        Judge(new AcknowledgedEventsSurvive(), 100, [Acknowledged(1, 1)], [Read(1, "w2")]).ShouldBeBroken(100, "not the one");

    [Fact]
    public void Two_writers_that_are_both_told_that_they_have_a_place_are_found() =>
        Judge(new AcknowledgedEventsSurvive(), 100, [Acknowledged(1, 4), Acknowledged(3, 4, "w2", 9, node: 1)])
            .ShouldBeBroken(3, "event 4", "node 2 (life 1) at 1 s", "to node 1 (life 1)");
}

public class HistoryNeverForksTests
{
    [Fact]
    public void A_history_with_one_writer_after_the_other_holds() =>
        Judge(
            new HistoryNeverForks(),
            100,
            [Stored(1, 1, "w1", "session.opened.1"), Stored(2, 2, "w1"), Stored(3, 3, "w2", "session.opened.1"), Stored(4, 4, "w2")],
            [Read(1, "w1", "session.opened.1"), Read(2, "w1"), Read(3, "w2", "session.opened.1"), Read(4, "w2")])
            .ShouldHold(judged: 8);

    [Fact]
    public void Another_event_in_a_place_that_is_taken_is_a_fork() =>
        Judge(new HistoryNeverForks(), 100, [Stored(1, 1, "w1", "session.opened.1"), Stored(2, 1, "w2", "session.opened.1", 9)])
            .ShouldBeBroken(2, "event 1", "written by w1", "by w2 with another content");

    [Fact]
    public void A_place_left_out_is_a_gap() =>
        Judge(new HistoryNeverForks(), 100, [Stored(1, 1, "w1", "session.opened.1"), Stored(2, 3, "w1")])
            .ShouldBeBroken(2, "w1 stored event 3", "ended at 1");

    [Fact]
    public void A_superseded_writer_that_goes_on_is_not_fenced() =>
        Judge(new HistoryNeverForks(), 100, [
            Stored(1, 1, "w1", "session.opened.1"), Stored(2, 2, "w2", "session.opened.1"), Stored(3, 3, "w1", "run.started.1"),
        ]).ShouldBeBroken(3, "writer w1 stored event 3 (run.started.1)", "after w2 had opened it");

    [Fact]
    public void A_writer_that_did_not_open_the_session_is_found() =>
        Judge(new HistoryNeverForks(), 100, [Stored(1, 1, "w1", "session.opened.1"), Stored(2, 2, "w2")])
            .ShouldBeBroken(2, "writer w2", "without opening it; w1 has it open");

    [Fact]
    public void An_event_that_is_read_otherwise_than_it_was_stored_is_found() =>
        Judge(new HistoryNeverForks(), 100, [Stored(1, 1, "w1")], [Read(1, "w1", content: 5)])
            .ShouldBeBroken(100, "event 1", "not read as it was stored");

    [Fact]
    public void An_event_that_was_stored_and_is_gone_is_found() =>
        Judge(new HistoryNeverForks(), 100, [Stored(1, 1, "w1"), Stored(2, 2, "w1")], [Read(1, "w1")])
            .ShouldBeBroken(100, "event 2", "stored for good and is not in the journal");

    [Fact]
    public void An_event_that_is_read_and_was_never_stored_is_found() =>
        Judge(new HistoryNeverForks(), 100, [Stored(1, 1, "w1")], [Read(1, "w1"), Read(2, "w1")])
            .ShouldBeBroken(100, "event 2", "never stored");

    [Fact]
    public void A_gap_in_what_is_read_is_found() =>
        Judge(new HistoryNeverForks(), 100, [Stored(1, 1, "w1"), Stored(1, 2, "w1")], [Read(2, "w1")])
            .ShouldBeBroken(100, "holds event 2", "after event 0");
}

public class AcceptedRunsSurviveTests
{
    private static RunAccepted Accepted(double at, string run) => new(S(at), 3, 1, "r-" + run, run);

    private static RunEnded Ended(double at, string run, string status = "completed") => new(S(at), 3, 1, "r-" + run, run, status, "42");

    [Fact]
    public void Runs_that_are_in_the_journal_have_survived() =>
        Judge(new AcceptedRunsSurvive(), 100, [Accepted(1, Run), Ended(2, Run)], [Read(1, "w"), Read(2, "w", "run.completed.1")])
            .ShouldHold(judged: 2);

    [Fact]
    public void A_run_that_was_accepted_and_is_not_in_the_journal_is_found() =>
        Judge(new AcceptedRunsSurvive(), 100, [Accepted(1, Run), Accepted(5, Session + ".2")], [Read(1, "w")])
            .ShouldBeBroken(100, "run math.17.01ABC.2", "node 3 (life 1) at 5 s", "holds 1 runs");

    [Fact]
    public void An_end_that_was_told_and_is_not_in_the_journal_is_found() =>
        Judge(new AcceptedRunsSurvive(), 100, [Accepted(1, Run), Ended(2, Run)], [Read(1, "w"), Read(2, "w", "run.failed.1")])
            .ShouldBeBroken(100, "1 runs of math.17.01ABC completed", "holds 0");

    [Fact]
    public void An_end_told_to_two_clients_is_one() =>
        Judge(new AcceptedRunsSurvive(), 100, [Ended(2, Run), Ended(3, Run)], [Read(1, "w"), Read(2, "w", "run.completed.1")])
            .ShouldHold(judged: 2);
}

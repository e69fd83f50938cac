using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class PursuitTests
{
    [Theory]
    [InlineData(RunStatus.Completed, false)]
    [InlineData(RunStatus.Completed, true)]
    [InlineData(RunStatus.Running, false)]
    public void Deleted_events_are_no_loss_to_who_has_the_result(RunStatus status, bool onlyWatches)
    {
        var run = new RunResult { Id = RunId.Parse("math.3.01J9ZZZZZZZZZZZZZZZZZZZZZZ.1"), Node = "one", Status = status };
        var pursuit = new Pursuit(run.Session.Agent, TimeSpan.Zero, Known: run) { OnlyWatches = onlyWatches };

        var step = pursuit.Declined(new SessionProtocol.RunDeclined(run.Id, NetworkError.EventsDeleted, "they were deleted"));

        step.Next.Ended.ShouldBeTrue();
        step.Actions.ShouldHaveSingleItem().ShouldBe(status == RunStatus.Completed && !onlyWatches
            ? new DoneUnseen(run, "they were deleted")
            : new Failed(NetworkError.EventsDeleted, "they were deleted"));
    }

    private static readonly TimeSpan Zero = TimeSpan.FromHours(5);
    private static readonly RunId Run = RunId.Parse("math.1.01J9Z00000000000000000000A.1");
    private static readonly RunResult Running = new() { Id = Run, Node = "one", Status = RunStatus.Running, Why = "because" };
    private static readonly Refusal Nobody = new(NetworkError.NoCandidate, "nobody");
    private static readonly Pursuit Fresh = new(AgentName.Parse("math"), Zero);

    [Fact]
    public void Asks_at_once_then_ever_more_slowly_until_acknowledged()
    {
        var sent = new List<double>();
        var pursuit = Fresh;
        for (var ms = 0; ms < 8000; ms += 100)
        {
            var step = pursuit.Tick(At(ms));
            if (step.Actions.Any(a => a is Start)) sent.Add(ms);
            pursuit = step.Next;
        }

        sent.ShouldBe([0, 300, 900, 2100, 4100, 6100]);
    }

    [Fact]
    public void Gives_up_a_start_that_is_never_acknowledged()
    {
        var step = Fresh.Tick(Zero + Pursuit.AcknowledgeWithin);

        step.Actions.ShouldHaveSingleItem().ShouldBeOfType<Failed>().Message.ShouldContain("it may have started");
        step.Next.Ended.ShouldBeTrue();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(90)]
    public void Waits_for_a_journal_that_fails_as_long_as_it_is_told_to(int seconds)
    {
        var patience = TimeSpan.FromSeconds(seconds);
        var failed = (Fresh with { JournalPatience = patience }).Noted(new JournalFailure(At(10), "journal x: it is full."), At(20));

        if (seconds > 0) failed.Tick(Zero + Pursuit.AcknowledgeWithin).Next.Ended.ShouldBeFalse();
        failed.Tick(Zero + patience).Actions.ShouldHaveSingleItem().ShouldBeOfType<Failed>().Message
            .ShouldContain("journal x: it is full.");
    }

    [Fact]
    public void What_the_journal_failed_with_before_says_nothing_of_a_start()
    {
        var patient = Fresh with { JournalPatience = TimeSpan.Zero };

        patient.Noted(null, At(20)).ShouldBe(patient);
        (patient with { Since = At(20) }).Noted(new JournalFailure(At(10), "journal x: it is full."), At(30)).JournalProblem.ShouldBeNull();
    }

    [Fact]
    public void A_journal_that_works_again_gives_no_start_up()
    {
        var health = new JournalHealth(TimeProvider.System);
        health.Failed(new EventStoreException("journal x", EventStoreProblem.Locked, "it is locked"));
        health.Last.ShouldNotBeNull().Message.ShouldContain("it is locked");
        var failed = (Fresh with { JournalPatience = TimeSpan.Zero }).Noted(new JournalFailure(At(10), "journal x: it is locked."), At(20));
        failed.JournalProblem.ShouldNotBeNull();

        health.Worked();
        var again = failed.Noted(health.Last, At(60_000));

        again.JournalProblem.ShouldBeNull();
        again.Tick(At(60_000)).Actions.ShouldHaveSingleItem().ShouldBeOfType<Start>();
    }

    [Fact]
    public void What_is_known_to_stand_against_the_journal_is_told_though_something_was_stored_before()
    {
        var health = new JournalHealth(TimeProvider.System);
        health.Stands("sessions cannot be written: start c.");
        health.Worked();
        health.Last.ShouldNotBeNull().Message.ShouldBe("sessions cannot be written: start c.");

        health.Stands(null);
        health.Last.ShouldBeNull();
    }

    [Fact]
    public void Tells_of_the_acknowledgement_once()
    {
        var first = Fresh.Accepted(new RunAccepted("r", Running), At(10));
        var second = first.Next.Accepted(new RunAccepted("r", Running), At(20));

        first.Actions.ShouldBe([new Accept(Running)]);
        second.Actions.ShouldBeEmpty();
    }

    [Fact]
    public void A_refused_start_ends_it_and_a_late_refusal_does_not()
    {
        var refused = new RunRefused("r", NetworkError.TooManyQueued, "full");

        Fresh.Refused(refused).Actions.ShouldBe([new Failed(NetworkError.TooManyQueued, "full")]);
        Acknowledged().Refused(refused).Actions.ShouldBeEmpty();
    }

    [Fact]
    public void Delivers_each_event_once_and_in_order()
    {
        var one = Acknowledged().Observed(Seen(0, Event(1), Event(2)), 10, At(10));
        var again = one.Next.Observed(Seen(0, Event(1), Event(2), Event(3)), 10, At(20));

        Delivered(one).ShouldBe([1, 2]);
        Delivered(again).ShouldBe([3]);
    }

    [Fact]
    public void Watches_again_from_its_last_event_when_it_has_missed_some()
    {
        var one = Acknowledged().Observed(Seen(0, Event(1)), 10, At(10));
        var gap = one.Next.Observed(Seen(3, Event(4)), 10, At(20));

        gap.Actions.ShouldBe([new Watch(Run, 1)]);
        gap.Next.Last.ShouldBe(1);
    }

    [Fact]
    public void Takes_no_more_than_the_caller_has_room_for_and_asks_again()
    {
        var step = Acknowledged().Observed(Seen(0, Event(1), Event(2), Event(3)), room: 2, At(10));
        Delivered(step).ShouldBe([1, 2]);

        step.Next.Tick(step.Next.Due).Actions.ShouldBe([new Watch(Run, 2)]);
    }

    [Fact]
    public void Ends_with_the_result_of_the_terminal_event()
    {
        var done = new RunEvent(5, RunEventTypes.Completed, Run, default, new JsonObject { ["output"] = "101" });

        var step = Acknowledged().Observed(Seen(0, done), 10, At(10));

        var result = step.Actions[^1].ShouldBeOfType<Done>().Run;
        (result.Status, result.Output, result.Why).ShouldBe((RunStatus.Completed, "101", "because"));
        step.Next.Ended.ShouldBeTrue();
    }

    [Fact]
    public void Watches_again_after_silence_and_gives_up_after_a_minute_of_it()
    {
        var pursuit = Acknowledged();
        var step = pursuit.Tick(At(10) + Pursuit.WatchAgainAfter);
        step.Actions.ShouldBe([new Watch(Run, 0)]);

        step.Next.Tick(At(10) + Pursuit.LostAfter).Actions.ShouldHaveSingleItem().ShouldBeOfType<Failed>()
            .Error.ShouldBe(NetworkError.Unavailable);
    }

    [Fact]
    public void A_start_fails_at_once_when_nobody_is_left_to_run_the_agent() =>
        Fresh.Changed(Nobody, At(5)).Actions.ShouldBe([new Failed(NetworkError.NoCandidate, "nobody")]);

    [Fact]
    public void A_start_that_was_sent_before_its_agent_was_taken_back_waits_for_its_acknowledgement()
    {
        var sent = Fresh.Tick(At(0)).Next.Changed(Nobody, At(5), isTakenBack: true);

        sent.Actions.ShouldBeEmpty();
        sent.Next.Tick(At(5) + Pursuit.TakenBackGrace).Actions.ShouldBe([new Failed(NetworkError.NoCandidate, "nobody")]);
        var accepted = sent.Next.Accepted(new RunAccepted("r", Running), At(6));
        accepted.Next.Tick(At(6) + Pursuit.TakenBackGrace).Next.Ended.ShouldBeFalse();
        Fresh.Changed(Nobody, At(5), isTakenBack: true).Actions.ShouldBe([new Failed(NetworkError.NoCandidate, "nobody")]);
    }

    [Fact]
    public void An_acknowledged_run_waits_for_a_node_to_come_back()
    {
        var without = Acknowledged().Changed(Nobody, At(20)).Next;
        without.Tick(At(20) + Pursuit.CandidateGrace - TimeSpan.FromMilliseconds(1)).Next.Ended.ShouldBeFalse();
        without.Tick(At(20) + Pursuit.CandidateGrace).Next.Ended.ShouldBeTrue();

        var back = without.Changed(noHome: null, At(5000)).Next;
        back.Tick(At(5000)).Actions.ShouldBe([new Watch(Run, 0)]);
    }

    [Fact]
    public void A_run_whose_history_is_out_of_reach_is_given_up_with_the_name_of_its_holder()
    {
        var held = new Refusal(NetworkError.HistoryUnavailable, "history unavailable, held by node 'one'.");
        var without = Acknowledged().Changed(held, At(20)).Next;

        var failed = without.Tick(At(20) + Pursuit.CandidateGrace).Actions.ShouldHaveSingleItem().ShouldBeOfType<Failed>();

        failed.Error.ShouldBe(NetworkError.HistoryUnavailable);
        failed.Message.ShouldContain("held by node 'one'");
    }

    [Fact]
    public void A_session_begins_in_another_journal_only_when_no_attempt_can_have_begun_it()
    {
        var first = Fresh.Tick(At(0));
        first.Actions.ShouldBe([new Start(1)]);
        var second = first.Next.Tick(At(300));
        second.Actions.ShouldBe([new Start(2)]);

        // The first may still be on its way, or have begun it.
        var waits = second.Next.Unbound(new RunUnbound("r", 2, "other", "two"), At(310));
        waits.Actions.ShouldBeEmpty();
        var moves = waits.Next.Unbound(new RunUnbound("r", 1, "other", "two"), At(320));

        moves.Actions.ShouldBe([new Rebind("other")]);
        moves.Next.Tick(At(320)).Actions.ShouldBe([new Start(3)]);
    }

    [Fact]
    public void A_run_that_another_caller_may_have_started_begins_in_no_other_journal()
    {
        var given = (Fresh with { IsGiven = true }).Tick(At(0)).Next;
        var held = new RunUnbound("r", 1, "other", "two") { Held = "held by node 'one'" };

        given.Unbound(held, At(10)).Actions.ShouldBe([new Failed(NetworkError.HistoryUnavailable, "held by node 'one'")]);
    }

    [Fact]
    public void A_run_whose_history_another_node_may_have_waits_for_it_and_is_given_up_with_its_name()
    {
        var unknown = new RunUnknown(Run, "two") { Held = "held by node 'one'." };

        var waits = Acknowledged().Unknown(unknown, At(20));
        waits.Actions.ShouldBeEmpty();
        var failed = waits.Next.Tick(At(20) + Pursuit.CandidateGrace).Actions.ShouldHaveSingleItem().ShouldBeOfType<Failed>();
        (failed.Error, failed.Message.Contains("held by node 'one'", StringComparison.Ordinal))
            .ShouldBe((NetworkError.HistoryUnavailable, true));

        (Acknowledged() with { OnlyWatches = true }).Unknown(unknown, At(20)).Actions
            .ShouldBe([new Failed(NetworkError.HistoryUnavailable, "held by node 'one'.")]);
    }

    [Fact]
    public void A_session_without_its_history_ends_an_acknowledged_run()
    {
        var step = Acknowledged().Unknown(new RunUnknown(Run, "two"), At(20));

        step.Actions.ShouldHaveSingleItem().ShouldBeOfType<Failed>().Message.ShouldContain("which no other node has");
    }

    [Fact]
    public void A_watch_after_the_end_of_a_run_ends_without_events()
    {
        var step = Acknowledged().Observed(new RunObserved(Run, "one", 0, []) { IsOver = true }, 10, At(10));

        step.Actions.ShouldBe([new Over()]);
        step.Next.Ended.ShouldBeTrue();
    }

    [Fact]
    public void What_the_session_declines_to_tell_ends_it_with_the_reason()
    {
        var declined = new RunDeclined(Run, NetworkError.InvalidRequest, "there is no such event");

        Acknowledged().Declined(declined).Actions.ShouldBe([new Failed(NetworkError.InvalidRequest, "there is no such event")]);
        Fresh.Declined(declined).Actions.ShouldBeEmpty();
    }

    [Fact]
    public void Whoever_only_watches_hears_that_the_run_is_unknown()
    {
        var watching = new Pursuit(AgentName.Parse("math"), Zero, Known: Running) { OnlyWatches = true };

        var told = watching.Unknown(new RunUnknown(Run, "two"), At(20)).Actions.ShouldHaveSingleItem().ShouldBeOfType<Failed>();
        told.Error.ShouldBe(NetworkError.UnknownRun);
    }

    [Fact]
    public void The_next_actor_system_goes_on_from_the_last_event()
    {
        var one = Acknowledged().Observed(Seen(0, Event(1)), 10, At(10)).Next;

        one.Resume(At(60_000)).Tick(At(60_000)).Actions.ShouldBe([new Watch(Run, 1)]);
    }

    [Fact]
    public void A_deadline_that_the_session_does_not_keep_ends_the_waiting()
    {
        var pursuit = new Pursuit(AgentName.Parse("math"), Zero, Deadline: At(1000)).Accepted(new RunAccepted("r", Running), At(10)).Next;

        pursuit.Tick(At(1000)).Next.Ended.ShouldBeFalse();
        pursuit.Tick(At(1000) + Pursuit.DeadlineGrace).Actions.ShouldHaveSingleItem().ShouldBeOfType<Failed>()
            .Message.ShouldContain("deadline");
    }

    private static Pursuit Acknowledged() => Fresh.Accepted(new RunAccepted("r", Running), At(10)).Next;

    private static TimeSpan At(double ms) => Zero + TimeSpan.FromMilliseconds(ms);

    private static RunEvent Event(long sequence) => new(sequence, RunEventTypes.ModelCalled, Run, default, []);

    private static RunObserved Seen(long previous, params RunEvent[] events) => new(Run, "one", previous, [.. events]);

    private static long[] Delivered(Pursuit.Step step) => [.. step.Actions.OfType<Deliver>().Select(d => d.Event.Sequence!.Value)];
}

using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.Tests.Conversations;

public sealed class SessionAgingTests
{
    private const double Day = 86_400;
    private static readonly DateTimeOffset Now = new(2026, 5, 6, 7, 8, 9, TimeSpan.Zero);
    
    private readonly Talk _talk = new();

    // Seconds since the last event, and for how long sessions are kept; negative: for ever, or dated by a clock that is ahead.
    [Theory]
    [InlineData(29 * Day, 30 * Day, SessionStep.Keep)]
    [InlineData(30 * Day, 30 * Day, SessionStep.Delete)]
    [InlineData(3000 * Day, -1, SessionStep.Keep)]
    [InlineData(-Day, 1, SessionStep.Keep)]
    [InlineData(1, 1, SessionStep.Delete)]
    [InlineData(20_000 * Day, 1, SessionStep.Keep)]
    public void An_idle_session_is_deleted_when_it_was_not_used_for_long_enough(double since, double keep, SessionStep step)
    {
        _talk.Start("one");
        _talk.Say("done");

        Decide(_talk.State, since, keep).ShouldBe(step);
    }

    [Theory]
    [InlineData(30 * Day, 30 * Day, SessionStep.Forget)]
    [InlineData(29 * Day, 30 * Day, SessionStep.Clear)]
    [InlineData(59, 1, SessionStep.Clear)]
    [InlineData(60, 1, SessionStep.Forget)]
    [InlineData(59, -1, SessionStep.Clear)]
    [InlineData(60, -1, SessionStep.Forget)]
    public void A_deleted_one_is_known_for_as_long_again_but_not_less_than_a_minute(double since, double keep, SessionStep step)
    {
        var deleted = Conversation.Apply(new ConversationState(Talk.Session), new SessionDeleted("x", Now.AddSeconds(-since)));

        Decide(deleted, since, keep).ShouldBe(step);
    }

    [Fact]
    public void What_is_unfinished_waits_or_asks_keeps_a_session()
    {
        _talk.Start("one");
        Decide(_talk.State, 99 * Day, 1).ShouldBe(SessionStep.Keep);

        var asks = _talk.State with { Active = null, Queue = [1] };
        Decide(asks, 99 * Day, 1).ShouldBe(SessionStep.Keep);
    }

    [Fact]
    public void Who_wants_a_session_deleted_waits_for_no_age_but_for_the_runs_that_have_not_ended()
    {
        _talk.Start("one");
        _talk.Start("two");
        Wanted(_talk.State).ShouldBe(SessionStep.Keep);
        var refusal = SessionAging.WhyInUse(_talk.State).ShouldNotBeNull();
        refusal.ShouldBe(new Refusal(
            NetworkError.Conflict, $"session '{Talk.Session}' cannot be deleted: run {Talk.Session}.1 has not ended; cancel it first."));
        var queued = _talk.State with { Active = null, Queue = [2] };
        (Wanted(queued), SessionAging.WhyInUse(queued)!.Message).ShouldBe((SessionStep.Keep, refusal.Message.Replace(".1 has", ".2 has")));

        _talk.Say("done");
        _talk.Say("done");

        (Wanted(_talk.State), SessionAging.WhyInUse(_talk.State)).ShouldBe((SessionStep.Delete, null));
        Wanted(Deleted(59)).ShouldBe(SessionStep.Clear);
        Wanted(Deleted(60)).ShouldBe(SessionStep.Forget);

        static SessionStep Wanted(ConversationState state) => SessionAging.Decide(state, Now.AddDays(1), Now, keep: null, isWanted: true);
        ConversationState Deleted(double since) => SessionAging.Delete("x", Now.AddSeconds(-since)).Events
            .Aggregate(_talk.State, Conversation.Apply);
    }

    [Fact]
    public void Its_last_event_leaves_nothing_of_what_was_said_and_refuses_all_that_comes()
    {
        _talk.Start("one");
        _talk.Say("done");

        var deleted = SessionAging.Delete("on request", Now).Events.Aggregate(_talk.State, Conversation.Apply);

        (deleted.Runs.IsEmpty, deleted.Transcript.IsEmpty, deleted.Requests.IsEmpty, deleted.IsIdle).ShouldBe((true, true, true, true));
        var gone = SessionAging.WhyGone(deleted).ShouldNotBeNull();
        gone.Error.ShouldBe(NetworkError.UnknownSession);
        gone.Message.ShouldContain("was deleted at 2026-05-06 07:08:09 UTC: on request.");
        Conversation.Decide(deleted, new SessionAgent(_talk.Agent, _talk.Agent), new StartRun("r2", "more"), Now).Refusal.ShouldBe(gone);
        SessionAging.WhyGone(_talk.State).ShouldBeNull();
    }

    [Theory]
    [InlineData("run.completed.1", 9, 30 * Day, true)]
    [InlineData("run.completed.1", 9, 29 * Day, false)]
    [InlineData("session.deleted.1", 1, 29 * Day, false)]
    [InlineData("session.deleted.1", 2, 1, true)]
    [InlineData("session.deleted.1", 1, 30 * Day, true)]
    public void Asked_is_who_seems_due_and_who_has_not_come_to_its_end(string manifest, long events, double since, bool isAsked)
    {
        var last = new StoredEvent(9, manifest, new byte[5], "w", Now.AddSeconds(-since));

        SessionAging.SeemsDue(last, new StoredSize(events, 5), Now, TimeSpan.FromDays(30)).ShouldBe(isAsked);
        SessionAging.SeemsDue(last, new StoredSize(1, 6), Now, TimeSpan.FromDays(30)).ShouldBe(isAsked || manifest[0] == 's');
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(40, 10)]
    [InlineData(30 * Day, 3600)]
    public void Looks_are_as_often_as_the_time_asks_for(double keep, double period) =>
        SessionAging.PeriodOf(TimeSpan.FromSeconds(keep)).ShouldBe(TimeSpan.FromSeconds(period));

    [Theory]
    [InlineData(1.5, "it was not used for 1.5 s")]
    [InlineData(30 * Day, "it was not used for 30 days")]
    public void Why_is_told_with_the_time(double keep, string why) =>
        SessionAging.UnusedText(TimeSpan.FromSeconds(keep)).ShouldBe(why);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(99)]
    public async Task Of_a_half_deleted_session_nothing_is_read(int deleted)
    {
        var store = new InMemoryEventStore(TimeProvider.System);
        _talk.Start("one");
        _talk.Say("done");
        var events = _talk.Events.Append(new SessionDeleted("x", Now));
        NewEvent[] stored = [.. events.Select(e => new NewEvent(ConversationEventCodec.ManifestOf(e), ConversationEventCodec.Encode(e)))];
        await store.AppendAsync($"{Talk.Session}", 0, "w", stored, default);
        await store.DeleteAsync($"{Talk.Session}", Math.Min(deleted, stored.Length - 1), default);

        var sessions = new StoredSessions(store);
        (await sessions.FindAsync(Talk.Session, default)).ShouldBeNull();
        var read = await SessionHistory.ReadAsync(store, Talk.Session, default);
        (read.Sequence, read.Made.State.Deleted!.Why, read.Made.State.Runs.Count).ShouldBe((stored.Length, "x", 0));
        (await SessionHistory.IsDeletedAsync(store, Talk.Session, default)).ShouldBeTrue();
        (await sessions.NextAsync(null, 5, default)).ShouldBe([Talk.Session]);
        if (deleted >= stored.Length) (await sessions.ListAsync(null, 5, default)).Sessions.ShouldBeEmpty();
    }

    private static SessionStep Decide(ConversationState state, double since, double keep) => SessionAging.Decide(
        state, Now.AddSeconds(-since), Now, keep < 0 ? null : TimeSpan.FromSeconds(keep));
}

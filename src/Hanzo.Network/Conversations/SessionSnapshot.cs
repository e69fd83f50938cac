using System.Collections.Immutable;

namespace Hanzo.Network.Conversations;

/// <summary>What the events of a session have made up to a number, all that is needed to go on without them.</summary>
/// <param name="Spans">By run.</param>
public sealed record SessionSnapshot(ConversationState State, ImmutableSortedDictionary<long, RunSpan> Spans)
{
    public static SessionSnapshot Empty(Agents.SessionId session) =>
        new(new ConversationState(session), ImmutableSortedDictionary<long, RunSpan>.Empty);

    /// <summary>The same with one more event, whose number this is.</summary>
    public SessionSnapshot Apply(ConversationEvent @event, long sequence) =>
        new(Conversation.Apply(State, @event), SpansWith(Spans, @event, sequence));

    public static ImmutableSortedDictionary<long, RunSpan> SpansWith(
        ImmutableSortedDictionary<long, RunSpan> spans, ConversationEvent @event, long sequence) => @event switch
    {
        RunQueued queued => spans.SetItem(queued.Run, new RunSpan(sequence, 0)),
        RunCompleted or RunFailed or RunCancelled => Ended(spans, ((RunChange)@event).Run, sequence),
        _ => spans,
    };

    /// <summary>
    /// The last event that nobody will ask for: what a run that has not ended has recorded stays, and what one has that ended lately.
    /// </summary>
    /// <param name="needed">The state is read from this number on.</param>
    /// <param name="keptSince">Ends of runs from then on are lately.</param>
    /// <param name="keptRuns">So many of the newest runs count as ended lately, by whatever clock their ends were dated.</param>
    /// <returns>0: all are needed.</returns>
    public long LastNeedless(long needed, DateTimeOffset keptSince, int keptRuns)
    {
        foreach (var (number, run) in State.Runs)
            if ((number >= State.NextRun - keptRuns || !(run.EndedAt < keptSince)) && Spans[number].First <= needed)
                needed = Spans[number].First - 1;
        // Before the first run there is only the opening.
        return Spans.IsEmpty || needed < Spans[1].First ? 0 : needed;
    }

    private static ImmutableSortedDictionary<long, RunSpan> Ended(
        ImmutableSortedDictionary<long, RunSpan> spans, long run, long sequence) =>
        spans.SetItem(run, spans[run] with { Last = sequence });
}

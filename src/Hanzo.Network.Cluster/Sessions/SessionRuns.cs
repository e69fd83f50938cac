using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>Where a session's runs are in its journal, and what it adds to the node's gauge.</summary>
internal sealed class SessionRuns(SlotId slot, SessionGauge gauge) : IDisposable
{
    private (int Active, int Queued) _counted;
    private bool _isAccepting;

    /// <summary>Where the events of each run are.</summary>
    public ImmutableSortedDictionary<long, RunSpan> Spans { get; private set; } = ImmutableSortedDictionary<long, RunSpan>.Empty;

    public void Recorded(long sequence, ConversationEvent @event) => Spans = SessionSnapshot.SpansWith(Spans, @event, sequence);

    /// <summary>As a snapshot has them.</summary>
    public void Restore(ImmutableSortedDictionary<long, RunSpan> spans) => Spans = spans;

    /// <summary>The journal holds nothing of this run before this sequence.</summary>
    public long FirstSequence(long run) => Spans.TryGetValue(run, out var span) ? span.First : 1;

    /// <summary>Whether an event of the run may have this number or a higher one.</summary>
    public bool MayHave(long run, long sequence) => !Spans.TryGetValue(run, out var span) || span.Last == 0 || span.Last >= sequence;

    /// <returns>False: the node takes no more runs.</returns>
    public bool TryAccept() => _isAccepting || (_isAccepting = gauge.TryAccept());

    /// <summary>The run that was to be recorded is, or was refused.</summary>
    public void Accepted()
    {
        if (_isAccepting) gauge.Accepted();
        _isAccepting = false;
    }

    /// <summary>Keeps the node's gauge at what this session contributes.</summary>
    public void Count(ConversationState state)
    {
        var now = state.AtWork;
        gauge.Add(slot, now.Active - _counted.Active, now.Queued - _counted.Queued);
        _counted = now;
    }

    public void Dispose()
    {
        Accepted();
        gauge.Add(slot, -_counted.Active, -_counted.Queued);
        _counted = default;
    }
}

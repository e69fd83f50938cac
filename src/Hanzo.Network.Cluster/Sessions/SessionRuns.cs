using System.Diagnostics;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>What a session remembers of its runs beside its history: their spans, when they began, where in the journal.</summary>
internal sealed class SessionRuns(SessionServices services, SessionId session) : IDisposable
{
    private readonly Dictionary<long, Activity> _spans = [];
    private readonly Dictionary<long, DateTimeOffset> _queuedAt = [];
    private readonly Dictionary<long, long> _firstSequence = [];
    private (int Active, int Queued) _counted;

    /// <summary>Opens the span of a run about to be recorded; its id is the parent of all that the run does.</summary>
    public string? Begin(long run, string? traceParent)
    {
        var ambient = Activity.Current;
        var span = Telemetry.StartRun(new RunId(session, run), traceParent);
        // The span ends many messages later; it must not become the parent of whatever this thread does next.
        Activity.Current = ambient;
        if (span is null) return traceParent;
        span.SetTag("hanzo.node", services.NodeId);
        _spans[run] = span;
        return span.Id;
    }

    public void Recorded(long sequence, RunQueued queued)
    {
        _queuedAt[queued.Run] = queued.At;
        _firstSequence[queued.Run] = sequence;
    }

    /// <summary>The journal holds nothing of this run before this sequence.</summary>
    public long FirstSequence(long run) => _firstSequence.GetValueOrDefault(run, 1);

    public void Ended(RunResult run, DateTimeOffset at)
    {
        Telemetry.RunEnded(run.Agent, run.Status, at - _queuedAt.GetValueOrDefault(run.Id.Number, at));
        if (!_spans.Remove(run.Id.Number, out var span)) return;
        if (run.Status is RunStatus.Failed) span.SetStatus(ActivityStatusCode.Error, run.Error);
        span.Dispose();
    }

    /// <summary>The run was refused after all.</summary>
    public void Forget(long run, string reason)
    {
        if (!_spans.Remove(run, out var span)) return;
        span.SetStatus(ActivityStatusCode.Error, reason);
        span.Dispose();
    }

    public RunNote Note(RunResult run, string input, DateTimeOffset? endedAt)
    {
        var since = _queuedAt.GetValueOrDefault(run.Id.Number, endedAt ?? services.Time.GetUtcNow());
        return new RunNote(
            run.Id, run.Node, run.Status, Shorten(run.Why), Shorten(input), Shorten(run.Error ?? run.Output), since, endedAt - since);
    }

    /// <summary>Keeps the node's gauge at what this session contributes.</summary>
    public void Count(ConversationState state)
    {
        var now = (state.Active is null ? 0 : 1, state.Queue.Count);
        services.Gauge.Add(now.Item1 - _counted.Active, now.Item2 - _counted.Queued);
        _counted = now;
    }

    public void Dispose()
    {
        services.Gauge.Add(-_counted.Active, -_counted.Queued);
        _counted = default;
        foreach (var span in _spans.Values)
        {
            span.SetStatus(ActivityStatusCode.Error, "the session left this node before the run ended");
            span.Dispose();
        }

        _spans.Clear();
    }

    private static string Shorten(string text)
    {
        if (text.Length <= RunNote.MaxText) return text;
        var end = char.IsHighSurrogate(text[RunNote.MaxText - 2]) ? RunNote.MaxText - 2 : RunNote.MaxText - 1;
        return string.Concat(text.AsSpan(0, end), "…");
    }
}

using System.Diagnostics;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>The spans and counts of one session's runs on one node. Not for several threads at once.</summary>
public sealed class RunTraces(SessionId session, string node) : IDisposable
{
    private readonly Dictionary<long, Activity> _open = [];

    /// <summary>Opens the span of a run about to be recorded.</summary>
    /// <returns>The trace context of all that the run does: to be recorded with it.</returns>
    public string? Begin(long run, string? traceParent)
    {
        var ambient = Activity.Current;
        var span = Telemetry.StartRun(new RunId(session, run), traceParent);
        // The span ends much later; it must not become the parent of whatever this thread does next.
        Activity.Current = ambient;
        if (span is null) return traceParent;
        span.SetTag("hanzo.node", node);
        _open[run] = span;
        return span.Id;
    }

    /// <summary>The run that was begun is not recorded after all.</summary>
    public void Forget(long run, string reason) => End(run, reason);

    /// <summary>Counts the run and ends its span, which is on another node when the run has moved.</summary>
    public void Ended(RunState run)
    {
        Telemetry.RunEnded(session.Agent, run.Status, run.EndedAt - run.QueuedAt ?? TimeSpan.Zero);
        End(run.Number, run.Status is RunStatus.Failed ? run.Error : null);
    }

    /// <summary>Ends the spans of runs that go on elsewhere.</summary>
    public void Dispose()
    {
        foreach (var run in _open.Keys.ToArray()) End(run, "the session was closed here before the run ended");
    }

    private void End(long run, string? error)
    {
        if (!_open.Remove(run, out var span)) return;
        if (error is not null) span.SetStatus(ActivityStatusCode.Error, error);
        span.Dispose();
    }
}

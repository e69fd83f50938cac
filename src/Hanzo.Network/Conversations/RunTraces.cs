using System.Diagnostics;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>The spans and counts of one session's runs, following its events. Not for several threads at once.</summary>
public sealed class RunTraces(AgentName agent) : IDisposable
{
    private readonly Dictionary<long, Activity> _open = [];

    /// <param name="run">The run after the event.</param>
    public void Observe(RunChange change, RunState run, SessionId session)
    {
        if (change is RunStarted)
        {
            if (Telemetry.StartRun(new RunId(session, run.Number), run.TraceParent) is { } started) _open[run.Number] = started;
        }
        else if (run.IsFinished && change is RunCompleted or RunFailed or RunCancelled)
        {
            Telemetry.RunEnded(agent, run.Status, change.At - run.QueuedAt);
            if (!_open.Remove(run.Number, out var activity)) return;
            if (run.Status != RunStatus.Completed) activity.SetStatus(ActivityStatusCode.Error, run.Error);
            activity.Dispose();
        }
    }

    /// <summary>The trace context for an effect: under the span of its run, else under the request.</summary>
    public string? ParentOf(CallEffect effect) => _open.TryGetValue(effect.Id.Run, out var activity) ? activity.Id : effect.TraceParent;

    /// <summary>Ends the spans of runs that go on elsewhere.</summary>
    public void Dispose()
    {
        foreach (var activity in _open.Values) activity.Dispose();
        _open.Clear();
    }
}

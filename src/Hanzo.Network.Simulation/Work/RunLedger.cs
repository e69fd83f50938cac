using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Simulation.Work;

/// <summary>What the clients together know of runs.</summary>
internal sealed class RunLedger
{
    /// <summary>Sessions that clients may continue; older ones are left alone.</summary>
    public const int MaxSessions = 64;

    private readonly List<SessionId> _sessions = [];
    private readonly OrderedDictionary<RunId, bool> _runs = [];
    private int _unended;

    public IReadOnlyList<SessionId> Sessions => _sessions;

    /// <summary>Accepted, without an end that any client has been told; the first accepted first.</summary>
    public ImmutableArray<RunId> Unended => _unended == 0 ? [] : [.. _runs.Where(run => !run.Value).Select(run => run.Key)];

    public bool IsAllEnded => _unended == 0;

    public void Accepted(RunId run)
    {
        Know(run.Session);
        if (_runs.TryAdd(run, false)) _unended++;
    }

    public void Ended(RunId run)
    {
        Know(run.Session);
        if (_runs.TryGetValue(run, out var ended) && !ended) _unended--;
        _runs[run] = true;
    }

    private void Know(SessionId session)
    {
        if (_sessions.Contains(session)) return;
        if (_sessions.Count == MaxSessions) _sessions.RemoveAt(0);
        _sessions.Add(session);
    }
}

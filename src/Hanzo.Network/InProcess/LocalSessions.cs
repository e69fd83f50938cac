using Hanzo.Network.Agents;

namespace Hanzo.Network.InProcess;

/// <summary>The sessions in memory: those that someone uses or that have work. All others are in the journal only.</summary>
internal sealed class LocalSessions(SessionPorts ports) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<SessionId, LocalSession> _sessions = [];

    /// <summary>To be given back with <see cref="Release"/>.</summary>
    public LocalSession Acquire(SessionId id)
    {
        lock (_lock)
        {
            if (!_sessions.TryGetValue(id, out var session)) _sessions[id] = session = new LocalSession(id, ports, Forget);
            session.Users++;
            return session;
        }
    }

    public void Release(LocalSession session)
    {
        lock (_lock) session.Users--;
        Forget(session);
    }

    /// <summary>Runs under way and waiting.</summary>
    public (int Active, int Queued) CountRuns()
    {
        lock (_lock)
        {
            var states = _sessions.Values.Select(session => session.State).ToList();
            return (states.Sum(state => state.AtWork.Active), states.Sum(state => state.AtWork.Queued));
        }
    }

    public int InMemory
    {
        get
        {
            lock (_lock) return _sessions.Count;
        }
    }

    public async ValueTask DisposeAsync()
    {
        List<LocalSession> open;
        lock (_lock)
        {
            open = [.. _sessions.Values];
            _sessions.Clear();
        }

        foreach (var session in open) await session.DisposeAsync();
    }

    private void Forget(LocalSession session)
    {
        lock (_lock)
        {
            if (session.Users > 0 || !session.IsIdle || !_sessions.Remove(session.Id)) return;
        }

        _ = session.DisposeAsync().AsTask();
    }
}

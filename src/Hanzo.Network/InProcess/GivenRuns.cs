using Hanzo.Network.Agents;

namespace Hanzo.Network.InProcess;

/// <summary>Which sessions have the runs whose ids callers chose; as lasting as the process. Callers of all threads come here.</summary>
internal sealed class GivenRuns
{
    /// <summary>Ids remembered; further ones are refused, since forgetting one could start its run twice.</summary>
    public const int Most = 100_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (string Fingerprint, SessionId Session)> _bound = new(StringComparer.Ordinal);

    /// <returns>The session that the id was bound to first.</returns>
    /// <exception cref="AgentNetworkException">It belongs to another request, or there are too many.</exception>
    public SessionId Bind(string id, string fingerprint, SessionId session)
    {
        lock (_lock)
        {
            if (_bound.TryGetValue(id, out var bound))
                return bound.Fingerprint == fingerprint
                    ? bound.Session
                    : throw new AgentNetworkException(NetworkError.Conflict, RunFingerprint.ConflictText(id));
            if (_bound.Count >= Most)
                throw new AgentNetworkException(
                    NetworkError.TooManyQueued, $"{Most} run ids have been chosen, the most that one process remembers.");
            _bound[id] = (fingerprint, session);
            return session;
        }
    }

    /// <summary>Ids that are bound to this session are new from now on.</summary>
    public void Forget(SessionId session)
    {
        lock (_lock)
        {
            foreach (var (id, bound) in _bound)
                if (bound.Session == session) _bound.Remove(id);
        }
    }

    public SessionId? Find(string id)
    {
        lock (_lock) return _bound.TryGetValue(id, out var bound) ? bound.Session : null;
    }
}

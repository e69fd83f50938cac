namespace Hanzo.Network.Cluster.Placement;

/// <summary>When each peer was pinged last; and the pings of the present second, for the time their answers take.</summary>
internal sealed class PeerPings(TimeProvider time)
{
    private readonly Dictionary<long, long> _sent = [];
    private readonly SortedDictionary<string, TimeSpan> _lastOf = new(StringComparer.Ordinal);
    private long _last;

    /// <summary>The number of a ping sent now.</summary>
    public long Next(string address, TimeSpan now)
    {
        _lastOf[address] = now;
        _sent[++_last] = time.GetTimestamp();
        return _last;
    }

    /// <summary>Null: it was not pinged yet.</summary>
    public TimeSpan? LastOf(string address) => _lastOf.TryGetValue(address, out var at) ? at : null;

    /// <summary>Null for an answer that comes too late.</summary>
    public TimeSpan? LatencyOf(long sequence) => _sent.TryGetValue(sequence, out var at) ? time.GetElapsedTime(at) : null;

    /// <param name="isPeer">Of the others nothing is remembered at all.</param>
    public void Forget(Func<string, bool> isPeer)
    {
        _sent.Clear();
        foreach (var gone in _lastOf.Keys.Where(address => !isPeer(address)).ToArray()) _lastOf.Remove(gone);
    }
}

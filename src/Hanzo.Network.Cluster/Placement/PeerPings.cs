namespace Hanzo.Network.Cluster.Placement;

/// <summary>The pings of the present second, for the time their answers take; a later answer has none.</summary>
internal sealed class PeerPings(TimeProvider time)
{
    private readonly Dictionary<long, long> _sent = [];
    private long _last;

    /// <summary>The number of a ping sent now.</summary>
    public long Next()
    {
        _sent[++_last] = time.GetTimestamp();
        return _last;
    }

    public TimeSpan? LatencyOf(long sequence) => _sent.TryGetValue(sequence, out var at) ? time.GetElapsedTime(at) : null;

    public void Forget() => _sent.Clear();
}

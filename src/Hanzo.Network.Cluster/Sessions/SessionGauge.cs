namespace Hanzo.Network.Cluster.Sessions;

/// <summary>How many runs are under way and waiting on this node; sessions of all threads count here.</summary>
internal sealed class SessionGauge
{
    private int _active;
    private int _queued;

    public int Active => Volatile.Read(ref _active);

    public int Queued => Volatile.Read(ref _queued);

    public void Add(int active, int queued)
    {
        Interlocked.Add(ref _active, active);
        Interlocked.Add(ref _queued, queued);
    }
}

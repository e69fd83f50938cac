namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>
/// Numbers the requests of one session: at most <see cref="KeyValueLimits.MaxPendingRequests"/> from the oldest that has no answer yet.
/// </summary>
/// <param name="session">Its id.</param>
/// <param name="group">In which it was opened; null: of a node that had none yet.</param>
internal sealed class ClientStamps(long session, string? group)
{
    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _room = new(KeyValueLimits.MaxPendingRequests);
    private readonly SortedSet<long> _ended = [];
    private long _last;
    private long _done;

    public long Session { get; } = session;

    public string? Group { get; } = group;

    public async Task<ClientStamp> BeginAsync(CancellationToken cancellation)
    {
        await _room.WaitAsync(cancellation);
        lock (_lock) return new ClientStamp(Session, ++_last, _done);
    }

    /// <summary>It will not be sent any more.</summary>
    public void End(ClientStamp stamp)
    {
        var room = 0;
        lock (_lock)
        {
            _ended.Add(stamp.Sequence);
            for (; _ended.Remove(_done + 1); room++) _done++;
        }
        if (room > 0) _room.Release(room);
    }
}

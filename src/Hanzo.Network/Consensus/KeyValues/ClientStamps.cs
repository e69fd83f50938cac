using Hanzo.Network.Agents;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>
/// Numbers the requests of one session: at most <see cref="KeyValueLimits.MaxPendingRequests"/> from the oldest that has no answer yet.
/// </summary>
/// <param name="session">Its id.</param>
/// <param name="group">In which it was opened; null: of a node that had none yet.</param>
internal sealed class ClientStamps(long session, string? group, TimeProvider time)
{
    /// <summary>Requests that wait until one of those under way has its answer.</summary>
    public const int MaxWaiting = 1_024;

    /// <summary>For which a request waits.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(10);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _room = new(KeyValueLimits.MaxPendingRequests);
    private readonly SortedSet<long> _ended = [];
    private int _waiting;
    private long _last;
    private long _done;

    public long Session { get; } = session;

    public string? Group { get; } = group;

    /// <exception cref="AgentNetworkException">
    /// <see cref="NetworkError.Unavailable"/>: too many wait already, or this one has waited for too long; nothing was sent.
    /// </exception>
    public async Task<ClientStamp> BeginAsync(CancellationToken cancellation)
    {
        if (!_room.Wait(0, cancellation)) await WaitAsync(cancellation);
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

    private async Task WaitAsync(CancellationToken cancellation)
    {
        using var late = new CancellationTokenSource(LongestWait, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, late.Token);
        try
        {
            if (Interlocked.Increment(ref _waiting) > MaxWaiting)
                throw Refused($"{MaxWaiting} more wait, which is the bound");
            await _room.WaitAsync(either.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw Refused($"none of them had its answer within {LongestWait.TotalSeconds} s");
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private static AgentNetworkException Refused(string why) => new(
        NetworkError.Unavailable,
        $"{KeyValueLimits.MaxPendingRequests} requests of this node are under way in the group, and {why}: nothing was changed; "
            + "ask again.");
}

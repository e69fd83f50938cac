using Hanzo.Network.Agents;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>
/// A key that one holder has for as long as its lease is kept alive. Who holds it may not know that it has ended: what it does elsewhere
/// carries <see cref="Token"/>, and who is asked refuses a lower one than it has seen.
/// </summary>
public sealed class ConsensusLock : IAsyncDisposable
{
    /// <summary>A shorter lease would be lost by a busy machine's pauses.</summary>
    public static readonly TimeSpan MinLease = TimeSpan.FromSeconds(1);

    private readonly IConsensusManager _manager;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _released = new();
    private readonly ITimer _end;
    private readonly Task _keeping;
    private readonly TimeSpan _length;
    private readonly TimeProvider _time;
    private int _disposed;

    private ConsensusLock(IConsensusManager manager, string key, long lease, long token, TimeSpan length, long since, TimeProvider time)
    {
        (_manager, Key, Lease, Token, _length, _time) = (manager, key, lease, token, length, time);
        Lost = _lost.Token;
        _end = time.CreateTimer(_ => _lost.Cancel(), null, LeftSince(since), Timeout.InfiniteTimeSpan);
        _keeping = KeepAsync();
    }

    public string Key { get; }
    public long Lease { get; }

    /// <summary>Higher than that of every holder before.</summary>
    public long Token { get; }

    /// <summary>
    /// Cancelled when the lock may be another's: the lease has ended, or its time has passed without a word that it goes on.
    /// </summary>
    public CancellationToken Lost { get; }

    /// <returns>Null: another holds it.</returns>
    /// <param name="holder">Value of the key, for people.</param>
    /// <param name="lease">
    /// How long it stays held when its holder is gone, <see cref="MinLease"/> and more; kept alive each third of it. Where the call fails
    /// or is cancelled, it may be held by nobody for that long.
    /// </param>
    /// <exception cref="AgentNetworkException">As <see cref="IConsensusManager"/>'s calls.</exception>
    public static async Task<ConsensusLock?> TryAcquireAsync(
        IConsensusManager manager, string key, string holder, TimeSpan lease, TimeProvider time,
        CancellationToken cancellation = default) =>
        (await TryAsync(manager, key, holder, lease, time, cancellation)).Held;

    /// <summary>Waits until it is free. Who waits longest is not served first.</summary>
    /// <inheritdoc cref="TryAcquireAsync"/>
    public static async Task<ConsensusLock> AcquireAsync(
        IConsensusManager manager, string key, string holder, TimeSpan lease, TimeProvider time, CancellationToken cancellation = default)
    {
        while (true)
        {
            var (held, revision) = await TryAsync(manager, key, holder, lease, time, cancellation);
            if (held is not null) return held;
            // Another held it at that revision: that it goes comes after it.
            await foreach (var watched in manager.WatchAsync(key, revision, cancellation))
                if (watched.Change is not { } change || (change.Key == key && change.Entry is null)) break;
        }
    }

    /// <summary>Lets go of it.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0) return;
        _released.Cancel();
        await _end.DisposeAsync();
        try
        {
            await _keeping;
            _lost.Cancel();
        }
        finally
        {
            await LetGoAsync(_manager, Lease, CancellationToken.None);
            _released.Dispose();
            _lost.Dispose();
        }
    }

    private static async Task<(ConsensusLock? Held, long Revision)> TryAsync(
        IConsensusManager manager, string key, string holder, TimeSpan length, TimeProvider time, CancellationToken cancellation)
    {
        if (length < MinLease)
        {
            throw new AgentNetworkException(
                NetworkError.InvalidRequest, $"a lock's lease of {length.TotalSeconds} s; allowed are {MinLease.TotalSeconds} s and more.");
        }
        // It counts from when the lease is granted, so from no later than this.
        var since = time.GetTimestamp();
        var lease = await manager.GrantLeaseAsync(length, cancellation);
        var taken = await manager.TransactAsync(
            new KeyValueCommand.Transact([Comparison.IsAbsent(key)], [new Operation.Put(key, holder, lease)], []), cancellation);
        if (taken.Held) return (new ConsensusLock(manager, key, lease, taken.Revision, length, since, time), taken.Revision);
        await LetGoAsync(manager, lease, cancellation);
        return (null, taken.Revision);
    }

    private static async Task LetGoAsync(IConsensusManager manager, long lease, CancellationToken cancellation)
    {
        try
        {
            await manager.RevokeLeaseAsync(lease, cancellation);
        }
        catch (AgentNetworkException)
        {
            // It ends by itself.
        }
    }

    // While an answer is waited for, time goes on: what ends the lock is not the answer.
    private async Task KeepAsync()
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(_released.Token, Lost);
        try
        {
            while (true)
            {
                await Task.Delay(_length / 3, _time, ended.Token);
                var asked = _time.GetTimestamp();
                try
                {
                    if (!await _manager.KeepAliveAsync(Lease, ended.Token)) break;
                    _end.Change(LeftSince(asked), Timeout.InfiniteTimeSpan);
                }
                catch (AgentNetworkException)
                {
                    // It is asked again while there is time.
                }
            }
            _lost.Cancel();
        }
        catch (OperationCanceledException) when (ended.IsCancellationRequested)
        {
            // Let go of, or lost.
        }
    }

    private TimeSpan LeftSince(long timestamp) =>
        _length - _time.GetElapsedTime(timestamp) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;
}

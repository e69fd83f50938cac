using Hanzo.Network.Agents;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>
/// A key that one holder has for as long as its lease is kept alive. Who holds it may not know that it has ended: what it does elsewhere
/// carries <see cref="Token"/>, and who is asked refuses a lower one than it has seen.
/// </summary>
public sealed class ConsensusLock : IAsyncDisposable
{
    private readonly IConsensusManager _manager;
    private readonly CancellationTokenSource _lost = new();
    private readonly CancellationTokenSource _released = new();
    private readonly Task _keeping;
    private readonly TimeSpan _lease;
    private readonly TimeProvider _time;

    private ConsensusLock(IConsensusManager manager, string key, long lease, long token, TimeSpan length, TimeProvider time)
    {
        (_manager, Key, Lease, Token, _lease, _time) = (manager, key, lease, token, length, time);
        Lost = _lost.Token;
        _keeping = KeepAsync();
    }

    public string Key { get; }
    public long Lease { get; }

    /// <summary>Higher than that of every holder before.</summary>
    public long Token { get; }

    /// <summary>Cancelled when the lock may be another's: the lease has ended, or could not be kept alive for its time.</summary>
    public CancellationToken Lost { get; }

    /// <returns>Null: another holds it.</returns>
    /// <param name="holder">Value of the key, for people.</param>
    /// <param name="lease">How long it stays held when its holder is gone; kept alive each third of it.</param>
    /// <exception cref="AgentNetworkException">As <see cref="IConsensusManager"/>'s calls.</exception>
    public static async Task<ConsensusLock?> TryAcquireAsync(
        IConsensusManager manager, string key, string holder, TimeSpan lease, TimeProvider time, CancellationToken cancellation = default)
    {
        var id = await manager.GrantLeaseAsync(lease, cancellation);
        var taken = await manager.TransactAsync(
            new KeyValueCommand.Transact([Comparison.IsAbsent(key)], [new Operation.Put(key, holder, id)], []), cancellation);
        if (taken.Held) return new ConsensusLock(manager, key, id, taken.Revision, lease, time);
        await manager.RevokeLeaseAsync(id, cancellation);
        return null;
    }

    /// <summary>Waits until it is free. Who waits longest is not served first.</summary>
    /// <inheritdoc cref="TryAcquireAsync"/>
    public static async Task<ConsensusLock> AcquireAsync(
        IConsensusManager manager, string key, string holder, TimeSpan lease, TimeProvider time, CancellationToken cancellation = default)
    {
        while (true)
        {
            if (await TryAcquireAsync(manager, key, holder, lease, time, cancellation) is { } held) return held;
            await foreach (var change in manager.WatchAsync(key, after: null, cancellation))
                if (change.Change is { Entry: null } gone && gone.Key == key) break;
                else if (await manager.GetAsync(key, cancellation) is null) break;
        }
    }

    /// <summary>Lets go of it.</summary>
    public async ValueTask DisposeAsync()
    {
        _released.Cancel();
        await _keeping;
        _lost.Cancel();
        try
        {
            await _manager.RevokeLeaseAsync(Lease);
        }
        catch (AgentNetworkException)
        {
            // It ends by itself.
        }
        _released.Dispose();
        _lost.Dispose();
    }

    private async Task KeepAsync()
    {
        var keptAt = _time.GetTimestamp();
        try
        {
            while (true)
            {
                await Task.Delay(_lease / 3, _time, _released.Token);
                var asked = _time.GetTimestamp();
                try
                {
                    if (!await _manager.KeepAliveAsync(Lease, _released.Token)) break;
                    keptAt = asked;
                }
                catch (AgentNetworkException) when (_time.GetElapsedTime(keptAt) < _lease)
                {
                    // There is time to ask again.
                }
            }
        }
        catch (AgentNetworkException)
        {
            // Nobody has answered for as long as the lease lasts.
        }
        catch (OperationCanceledException) when (_released.IsCancellationRequested)
        {
            return;
        }
        _lost.Cancel();
    }
}

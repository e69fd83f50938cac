using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Checkpoints;

/// <summary>Takes and restores checkpoints, over whatever carries shared state.</summary>
/// <param name="board">What this process knows of it.</param>
public sealed class NetworkCheckpoints(
    IStateChanges state, StateBoard board, ICheckpointStore store, IIds ids, TimeProvider time, string network, string node)
    : INetworkCheckpoints, IDisposable
{
    /// <summary>Keys that are restored at once.</summary>
    private const int Together = 1000;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly CheckpointTaker _taker = new(board, network, node);
    private long _keptRevision;
    private int _restoring;

    /// <summary>Whether anything has changed since the last one that is kept.</summary>
    public bool IsDue => board.Revision > Interlocked.Read(ref _keptRevision);

    public async Task<Checkpoint> CreateAsync(CancellationToken cancellation = default)
    {
        // What this node once journaled belongs to it.
        await state.ListAsync("", cancellation);
        return await TakeAsync(CheckpointReason.Asked, cancellation);
    }

    /// <summary>Takes one, and forgets the oldest beyond the bounds.</summary>
    public async Task<Checkpoint> TakeAsync(CheckpointReason reason, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            var before = await store.ListAsync(cancellation);
            if (reason == CheckpointReason.Asked) CheckpointRetention.RequireRoom(before);
            var (checkpoint, chunks) = _taker.Take(CheckpointRetention.NextId(before, ids), time.GetUtcNow(), reason);
            await store.SaveAsync(checkpoint, chunks, cancellation);
            Interlocked.Exchange(ref _keptRevision, _taker.Revision);
            foreach (var old in CheckpointRetention.Superfluous([new KeptCheckpoint(checkpoint.Id, checkpoint, null), .. before]))
                await store.DeleteAsync(old, cancellation);
            return checkpoint;
        }
        catch (IOException error)
        {
            throw new AgentNetworkException(NetworkError.Unavailable, $"a checkpoint cannot be written: {error.Message}", error);
        }
        finally
        {
            _turn.Release();
        }
    }

    public async Task<ImmutableArray<KeptCheckpoint>> ListAsync(CancellationToken cancellation = default)
    {
        try
        {
            return await store.ListAsync(cancellation);
        }
        catch (IOException error)
        {
            throw new AgentNetworkException(NetworkError.Unavailable, $"checkpoints cannot be listed: {error.Message}", error);
        }
    }

    public async Task<RestorePlan> PlanAsync(string id, CancellationToken cancellation = default)
    {
        var then = await ReadAsync(id, cancellation);
        return RestorePlan.Of(await state.ListAsync("", cancellation), then.List(""));
    }

    public async Task<RestoreResult> RestoreAsync(string id, CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref _restoring, 1) == 1)
            throw new AgentNetworkException(NetworkError.Conflict, "this node is restoring a checkpoint already; wait for its end.");
        try
        {
            var plan = await PlanAsync(id, cancellation);
            var before = await TakeAsync(CheckpointReason.BeforeRestore, cancellation);
            return new RestoreResult(plan, before, await DoAsync(plan, before, cancellation));
        }
        finally
        {
            Interlocked.Exchange(ref _restoring, 0);
        }
    }

    public async Task DeleteAsync(string id, CancellationToken cancellation = default)
    {
        try
        {
            if (!Ulid.IsValid(id) || !await store.DeleteAsync(id, cancellation)) throw Unknown(id);
        }
        catch (IOException error)
        {
            throw new AgentNetworkException(NetworkError.Unavailable, $"checkpoint {id} cannot be deleted: {error.Message}", error);
        }
    }

    /// <summary>
    /// Puts on the board what the newest checkpoint knew, as far as it can be read, and of the rest what older ones have. It is merging
    /// like any other, so it is right for a network that starts anew and for one that lives.
    /// </summary>
    /// <param name="damaged">Told of everything that cannot be read.</param>
    public async Task<Checkpoint?> ReviveAsync(Action<DamagedCheckpointException> damaged, CancellationToken cancellation)
    {
        var kept = await ListAsync(cancellation);
        var (revived, mark) = await CheckpointReader.ReviveAsync(store, kept, board, damaged, cancellation);
        if (revived?.Node == node && revived.Network == network) board.Mark ??= mark;
        return revived;
    }

    public void Dispose() => _turn.Dispose();

    private async Task<StateBoard> ReadAsync(string id, CancellationToken cancellation)
    {
        var kept = await ListAsync(cancellation);
        if (!kept.Any(one => one.Id == id)) throw Unknown(id);
        try
        {
            return await CheckpointReader.ReadAsync(store, id, cancellation);
        }
        catch (DamagedCheckpointException damage)
        {
            var offer = await BeforeAsync(kept, id, cancellation) is { } before
                ? $" The newest one before it that is not is {before}."
                : " There is none before it that is not.";
            throw new AgentNetworkException(NetworkError.DamagedCheckpoint, damage.Message + offer, damage);
        }
    }

    /// <summary>The newest one before it that can be read; null: there is none.</summary>
    private async Task<string?> BeforeAsync(ImmutableArray<KeptCheckpoint> kept, string id, CancellationToken cancellation)
    {
        foreach (var one in kept)
        {
            if (one.Checkpoint is null || string.CompareOrdinal(one.Id, id) >= 0) continue;
            try
            {
                await CheckpointReader.ReadAsync(store, one.Id, cancellation);
                return one.Id;
            }
            catch (DamagedCheckpointException)
            {
                // It is no better.
            }
        }

        return null;
    }

    /// <returns>Keys that have been changed meanwhile.</returns>
    private async Task<ImmutableArray<StateKey>> DoAsync(RestorePlan plan, Checkpoint before, CancellationToken cancellation)
    {
        var changed = ImmutableArray.CreateBuilder<StateKey>();
        var done = 0;
        foreach (var some in plan.Changes.Chunk(Together))
        {
            var results = await Task.WhenAll(some.Select(change => DoAsync(change, cancellation)));
            done += results.Count(result => result.Problem is null);
            foreach (var (key, problem) in results)
                if (problem?.Error == NetworkError.Conflict) changed.Add(key);
            if (results.FirstOrDefault(result => result.Problem is { Error: not NetworkError.Conflict }) is { Problem: { } broken } first)
                throw new AgentNetworkException(
                    broken.Error,
                    $"{done} of {plan.Changes.Length} keys were restored; '{first.Key}' was not: {broken.Message} What all of them said "
                        + $"before is checkpoint {before.Id}.",
                    broken);
        }

        return changed.ToImmutable();
    }

    private async Task<Restored> DoAsync(RestoreChange change, CancellationToken cancellation)
    {
        try
        {
            await state.ChangeAsync(new ChangeKey(change.Key, change.Commands, change.Expected), cancellation);
            return new Restored(change.Key, null);
        }
        catch (AgentNetworkException problem)
        {
            return new Restored(change.Key, problem);
        }
    }

    private static AgentNetworkException Unknown(string id) =>
        new(NetworkError.UnknownCheckpoint, $"checkpoint '{id}' is unknown at this node.");

    /// <param name="Problem">Null: it is done.</param>
    private sealed record Restored(StateKey Key, AgentNetworkException? Problem);
}

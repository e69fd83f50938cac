using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Checkpoints;

/// <summary>Takes and restores checkpoints, over whatever carries shared state.</summary>
/// <param name="board">What this process knows of it.</param>
public sealed class NetworkCheckpoints(
    INetworkState state, StateBoard board, ICheckpointStore store, IIds ids, TimeProvider time, string network, string node)
    : INetworkCheckpoints, IDisposable
{
    /// <summary>Keys that are restored at once.</summary>
    private const int Together = 1000;

    private readonly SemaphoreSlim _turn = new(1);
    private readonly CheckpointTaker _taker = new(board, network, node);

    /// <summary>Whether anything has changed since the last one.</summary>
    public bool IsDue => board.Revision > Math.Max(0, _taker.Revision);

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
            var (checkpoint, chunks) = _taker.Take(ids.NewUlid(), time.GetUtcNow(), reason);
            await store.SaveAsync(checkpoint, chunks, cancellation);
            foreach (var old in Superfluous(await store.ListAsync(cancellation))) await store.DeleteAsync(old, cancellation);
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

    public Task<ImmutableArray<KeptCheckpoint>> ListAsync(CancellationToken cancellation = default) => store.ListAsync(cancellation);

    public async Task<RestorePlan> PlanAsync(string id, CancellationToken cancellation = default)
    {
        var then = await ReadAsync(id, cancellation);
        return RestorePlan.Of(await state.ListAsync("", cancellation), then.List(""));
    }

    public async Task<RestoreResult> RestoreAsync(string id, CancellationToken cancellation = default)
    {
        var plan = await PlanAsync(id, cancellation);
        var before = await TakeAsync(CheckpointReason.BeforeRestore, cancellation);
        foreach (var some in plan.Changes.Chunk(Together)) await Task.WhenAll(some.Select(change => DoAsync(change, cancellation)));
        return new RestoreResult(plan, before);
    }

    public async Task DeleteAsync(string id, CancellationToken cancellation = default)
    {
        if (!Ulid.IsValid(id) || !await store.DeleteAsync(id, cancellation)) throw Unknown(id);
    }

    /// <summary>
    /// Puts what the newest checkpoint that can be read knew on the board: parts that are known already, or have been replaced, stay
    /// what they are. So it is right for a network that starts anew and for one that lives.
    /// </summary>
    /// <param name="damaged">Told of each newer one that cannot be read.</param>
    public async Task<Checkpoint?> ReviveAsync(Action<DamagedCheckpointException> damaged, CancellationToken cancellation)
    {
        foreach (var kept in await store.ListAsync(cancellation))
        {
            try
            {
                var known = await CheckpointReader.ReadAsync(store, kept.Id, cancellation);
                for (var bucket = 0; bucket < StateBuckets.Count; bucket++)
                    foreach (var (key, entry) in known.Bucket(bucket))
                        foreach (var (writer, cell) in entry.Cells) board.Merge(key, writer, cell);
                return kept.Checkpoint;
            }
            catch (DamagedCheckpointException damage)
            {
                damaged(damage);
            }
        }

        return null;
    }

    public void Dispose() => _turn.Dispose();

    private async Task<StateBoard> ReadAsync(string id, CancellationToken cancellation)
    {
        var kept = await store.ListAsync(cancellation);
        if (!kept.Any(one => one.Id == id)) throw Unknown(id);
        try
        {
            return await CheckpointReader.ReadAsync(store, id, cancellation);
        }
        catch (DamagedCheckpointException damage)
        {
            var offer = kept.FirstOrDefault(one => one.Checkpoint is not null && string.CompareOrdinal(one.Id, id) < 0) is { } before
                ? $" The one before it is {before.Id}."
                : " There is none before it.";
            throw new AgentNetworkException(NetworkError.DamagedCheckpoint, damage.Message + offer, damage);
        }
    }

    private async Task DoAsync(RestoreChange change, CancellationToken cancellation)
    {
        foreach (var command in change.Commands)
        {
            await (command switch
            {
                SetValue set => state.SetAsync(set.Key, set.Value, cancellation: cancellation),
                AppendItem append => state.AppendAsync(append.Key, append.Item, cancellation: cancellation),
                IncrementCount increment => state.IncrementAsync(increment.Key, increment.Amount, cancellation: cancellation),
                _ => (Task)state.RemoveAsync(command.Key, cancellation: cancellation),
            });
        }
    }

    private static IEnumerable<string> Superfluous(ImmutableArray<KeptCheckpoint> kept)
    {
        var automatic = kept.Where(one => one.Checkpoint is { Reason: not CheckpointReason.Asked }).Skip(Checkpoint.MaxAutomatic);
        var asked = kept.Where(one => one.Checkpoint is { Reason: CheckpointReason.Asked }).Skip(Checkpoint.MaxKept);
        return automatic.Concat(asked).Select(one => one.Id);
    }

    private static AgentNetworkException Unknown(string id) =>
        new(NetworkError.UnknownCheckpoint, $"checkpoint '{id}' is unknown at this node.");
}

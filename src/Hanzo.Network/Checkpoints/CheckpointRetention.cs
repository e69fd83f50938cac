using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Checkpoints;

/// <summary>Which checkpoints go, and what the next one is called.</summary>
public static class CheckpointRetention
{
    /// <param name="kept">Newest first: the first one, which has just been taken, stays whatever the clock says.</param>
    public static ImmutableArray<string> Superfluous(ImmutableArray<KeptCheckpoint> kept)
    {
        var automatic = Of(kept, CheckpointReason.Automatic);
        var superfluous = automatic.Skip(Checkpoint.MaxAutomatic)
            .Concat(Of(kept, CheckpointReason.BeforeRestore).Skip(Checkpoint.MaxBeforeRestore));
        if (automatic.Length >= Checkpoint.MaxAutomatic)
        {
            // What a damaged one was for is not known; it goes with the automatic ones of its age.
            var oldest = automatic[Checkpoint.MaxAutomatic - 1];
            superfluous = superfluous.Concat(
                kept.Where(one => one is { Checkpoint: null, MayRecover: false }).Select(one => one.Id)
                    .Where(id => string.CompareOrdinal(id, oldest) < 0));
        }

        return [.. superfluous.Where(id => id != kept[0].Id)];
    }

    /// <exception cref="AgentNetworkException"><see cref="NetworkError.StateFull"/>: somebody has to delete one before.</exception>
    public static void RequireRoom(ImmutableArray<KeptCheckpoint> kept)
    {
        if (Of(kept, CheckpointReason.Asked).Length >= Checkpoint.MaxAsked)
            throw new AgentNetworkException(
                NetworkError.StateFull,
                $"this node keeps {Checkpoint.MaxAsked} checkpoints that were asked for, which is the bound; delete one before.");
    }

    /// <summary>Ids sort by time, also after the clock was set back.</summary>
    /// <param name="kept">Newest first.</param>
    public static string NextId(ImmutableArray<KeptCheckpoint> kept, IIds ids)
    {
        var fresh = ids.NewUlid();
        return kept.IsEmpty ? fresh : Ulid.After(fresh, kept[0].Id);
    }

    private static ImmutableArray<string> Of(ImmutableArray<KeptCheckpoint> kept, CheckpointReason reason) =>
        [.. kept.Where(one => one.Checkpoint?.Reason == reason).Select(one => one.Id)];
}

using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>What a member's disk holds when it starts.</summary>
/// <param name="Snapshot">The newest; of a group that has none yet <see cref="Begin"/>'s.</param>
/// <param name="Before">The entry before the first of <paramref name="Entries"/>: where the log was cut off.</param>
/// <param name="Entries">Without gaps, up to the last that is whole.</param>
public sealed record RaftRecovery(HardState State, SnapshotMeta Snapshot, LogPosition Before, ImmutableArray<LogEntry> Entries)
{
    /// <summary>
    /// Up to where the machine has applied; at least the snapshot's index. A machine on disk may be ahead of the snapshot, never of what
    /// was committed.
    /// </summary>
    public long Applied { get; init; } = Snapshot.Index;

    /// <summary>An empty disk. All founding members begin with the same configuration; who joins later, with none.</summary>
    public static RaftRecovery Begin(GroupConfig founders) =>
        new(default, new SnapshotMeta(0, 0, founders, 0), default, []);
}

using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Partitions;

/// <summary>A session that was opened on a node while it was cut off.</summary>
/// <param name="Parent">Whose history it begins with; null: it is a new session.</param>
/// <param name="ParentSequence">The last event of the parent that the node knew then; 0 without a parent.</param>
public sealed record BranchNote(SessionId Session, SessionId? Parent, long ParentSequence, DateTimeOffset At);

/// <summary>What one cut-off was, for people.</summary>
/// <param name="Node">The node that was cut off.</param>
/// <param name="Others">Ids of the nodes it was cut off from.</param>
/// <param name="Until">When it was back; null: it is not.</param>
/// <param name="Branches">The first that were opened, at most <see cref="MaxBranches"/>.</param>
/// <param name="BranchCount">Of all that were.</param>
public sealed record PartitionReport(
    string Node, ImmutableArray<string> Others, DateTimeOffset Since, DateTimeOffset? Until, ImmutableArray<BranchNote> Branches,
    int BranchCount)
{
    public const int MaxBranches = 200;

    /// <summary>It ended because a person declared the others dead.</summary>
    public bool TakenOver { get; init; }
}

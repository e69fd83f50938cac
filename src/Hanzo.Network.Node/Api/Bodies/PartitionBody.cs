using System.Collections.Immutable;
using Hanzo.Network.Partitions;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>One time that a node was cut off.</summary>
/// <param name="Others">Ids of the nodes it was cut off from.</param>
/// <param name="Until">Null: it still is.</param>
/// <param name="BranchCount">Of all sessions that were opened there meanwhile.</param>
/// <param name="TakenOver">It ended because a person declared the others dead.</param>
/// <param name="Branches">The first of them, at most <see cref="PartitionReport.MaxBranches"/>.</param>
internal sealed record PartitionBody(
    string Node, ImmutableArray<string> Others, DateTimeOffset Since, DateTimeOffset? Until, bool TakenOver, int BranchCount,
    ImmutableArray<BranchNoteBody> Branches)
{
    public static PartitionBody From(PartitionReport report) => new(
        report.Node, report.Others, report.Since, report.Until, report.TakenOver, report.BranchCount,
        [.. report.Branches.Select(BranchNoteBody.From)]);
}

/// <param name="Parent">Session whose history it begins with; null: none.</param>
/// <param name="ParentSequence">The last event of the parent that was known then.</param>
internal sealed record BranchNoteBody(string Session, string? Parent, long ParentSequence, DateTimeOffset At)
{
    public static BranchNoteBody From(BranchNote note) =>
        new(note.Session.ToString(), note.Parent?.ToString(), note.ParentSequence, note.At);
}

/// <summary>That a run's session was opened on a node while it was cut off.</summary>
/// <param name="Parent">Session whose history it begins with; null: none.</param>
/// <param name="ParentSequence">The last event of the parent that was known then.</param>
internal sealed record BranchBody(string? Parent, long ParentSequence)
{
    public static BranchBody From(SessionBranch branch) => new(branch.Parent?.ToString(), branch.ParentSequence);
}

using System.Collections.Immutable;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>All notes of holders, so that earlier ones need not be read.</summary>
internal sealed record HolderSnapshot(ImmutableArray<HolderSnapshot.Noted> Notes)
{
    public const string Manifest = "holders.snapshot.1";

    public ImmutableArray<Noted> Notes { get => field.IsDefault ? [] : field; init; } = Notes;

    public sealed record Noted(HolderNote Note, DateTimeOffset At);
}

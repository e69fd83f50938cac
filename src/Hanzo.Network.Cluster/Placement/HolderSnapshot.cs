using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>All notes of holders, so that earlier ones need not be read.</summary>
internal sealed record HolderSnapshot([property: JsonRequired] ImmutableArray<HolderSnapshot.Noted> Notes)
{
    public const string Manifest = "holders.snapshot.1";

    public sealed record Noted(HolderNote Note, DateTimeOffset At);
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>The sessions of a slot that have unfinished runs, by the ULIDs of their ids: changes before need not be read.</summary>
internal sealed record SlotSnapshot([property: JsonRequired] ImmutableArray<string> Open)
{
    public const string Manifest = "slot.snapshot.1";
}

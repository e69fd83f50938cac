using System.Collections.Immutable;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>The sessions of a slot that have unfinished runs, by the ULIDs of their ids: changes before need not be read.</summary>
internal sealed record SlotSnapshot(ImmutableArray<string> Open)
{
    public const string Manifest = "slot.snapshot.1";

    public ImmutableArray<string> Open { get => field.IsDefault ? [] : field; init; } = Open;
}

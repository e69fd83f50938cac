using System.Collections.Immutable;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>Sessions that have unfinished runs from now on, and those that have none any more; by the ULIDs of their ids.</summary>
internal sealed record SlotChanged(ImmutableArray<string> Opened, ImmutableArray<string> Closed)
{
    // What is not in a text that is read is no array at all.
    public ImmutableArray<string> Opened { get => field.IsDefault ? [] : field; init; } = Opened;
    public ImmutableArray<string> Closed { get => field.IsDefault ? [] : field; init; } = Closed;
}

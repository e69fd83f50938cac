using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>A slot that should change its node.</summary>
/// <param name="Why">In words, for the log and for people.</param>
public sealed record SlotMove(SlotId Slot, string From, string To, string Why);

/// <summary>What a member of the network says of the slots that it hosts.</summary>
public sealed record SlotHolder
{
    private static readonly ImmutableHashSet<SlotId> None = [];

    /// <summary>Names the store of its session history; null when it has not said.</summary>
    public string? Journal { get; init; }

    /// <summary>Nobody knows whether it is dead: it may be running its slots.</summary>
    public bool Silent { get; init; }

    /// <summary>It goes soon: its slots are to move though they are at work.</summary>
    public bool Hurries { get; init; }

    /// <summary>Slots with a run under way.</summary>
    public IReadOnlySet<SlotId> Busy { get; init; } = None;
}

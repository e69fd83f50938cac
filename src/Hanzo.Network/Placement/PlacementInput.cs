using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>All that a plan depends on. The order of nodes and agents does not count, nor does live load.</summary>
public sealed record PlacementInput
{
    private static readonly ImmutableDictionary<SlotId, string> NoSlots = ImmutableDictionary<SlotId, string>.Empty;

    private static readonly ImmutableDictionary<SlotId, IReadOnlySet<string>> NoHistories =
        ImmutableDictionary<SlotId, IReadOnlySet<string>>.Empty;

    /// <summary>Nodes that may be given sessions; of two with one id the first counts.</summary>
    public required ImmutableArray<NodeView> Nodes { get; init; }

    public ImmutableArray<Agent> Agents { get; init; } = [];

    /// <summary>Id of the node that hosts a slot now, also one that gets no more sessions; no entry for a slot that is nowhere.</summary>
    public IReadOnlyDictionary<SlotId, string> Owners { get; init; } = NoSlots;

    /// <summary>Id of the node that a person asked to have a slot; it counts as long as that node may run the agent.</summary>
    public IReadOnlyDictionary<SlotId, string> Wishes { get; init; } = NoSlots;

    /// <summary>
    /// Ids of the nodes that can read the histories of a slot: it belongs to one of them, or to nobody. No entry: any node may have it.
    /// Slots that the same nodes can read should have the same object.
    /// </summary>
    public IReadOnlyDictionary<SlotId, IReadOnlySet<string>> Histories { get; init; } = NoHistories;
}

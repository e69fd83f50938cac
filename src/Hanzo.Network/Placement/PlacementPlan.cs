using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>Which node each slot of each agent belongs to.</summary>
public sealed record PlacementPlan(ImmutableSortedDictionary<AgentName, AgentPlacement> Agents)
{
    public static readonly PlacementPlan Empty = new(ImmutableSortedDictionary<AgentName, AgentPlacement>.Empty);

    /// <summary>Null when the agent is unknown or has no candidate.</summary>
    public string? NodeOf(SlotId slot) => Agents.GetValueOrDefault(slot.Agent)?.NodeOf(slot.Index);

    /// <summary>The plan as the places of an input: as if every slot were where it belongs.</summary>
    public IReadOnlyDictionary<SlotId, string> AsOwners()
    {
        var owners = new Dictionary<SlotId, string>();
        foreach (var (name, placement) in Agents)
            for (var slot = 0; slot < placement.Slots.Length; slot++)
                if (placement.Slots[slot] is { } node) owners[new SlotId(name, slot)] = node;
        return owners;
    }
}

/// <param name="Slots">Node id by slot index; all null when there is no candidate.</param>
public sealed record AgentPlacement(AgentName Agent, ImmutableArray<string?> Slots)
{
    public string? NodeOf(int slot) => slot >= 0 && slot < Slots.Length ? Slots[slot] : null;

    /// <summary>Slots that belong to the node, ascending.</summary>
    public ImmutableArray<int> SlotsOf(string node) => [.. Enumerable.Range(0, Slots.Length).Where(index => Slots[index] == node)];
}

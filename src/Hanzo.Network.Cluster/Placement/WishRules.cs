using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Which wishes need not be kept any longer.</summary>
internal static class WishRules
{
    /// <summary>
    /// Those fulfilled that balance would not undo, and those of which nothing can come: the agent is gone, the node is or may not run
    /// it, or the slot's history is on its present node only. A node that is silent may come back.
    /// </summary>
    /// <param name="input">Of all nodes that may be given sessions, with the owners that the coordinator knows.</param>
    /// <param name="holders">As for <see cref="SlotMoves.Choose"/>.</param>
    /// <returns>Node id by slot.</returns>
    public static ImmutableSortedDictionary<string, string> Settled(
        PlacementInput input, IReadOnlyDictionary<string, SlotHolder> holders)
    {
        var settled = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var (slot, node) in input.Wishes)
            if (IsSettled(input, holders, slot, node)) settled[slot.ToString()] = node;
        return settled.ToImmutable();
    }

    private static bool IsSettled(PlacementInput input, IReadOnlyDictionary<string, SlotHolder> holders, SlotId slot, string node)
    {
        var owner = input.Owners.GetValueOrDefault(slot);
        if (owner == node) return StaysWithoutIt(input, slot, node);
        if (holders.GetValueOrDefault(node) is not { } wanted) return true;
        if (wanted.Silent) return false;
        if (input.Agents.FirstOrDefault(agent => agent.Name == slot.Agent) is not { } agent) return true;
        if (!PlacementPlanner.CandidatesOf(input, agent).Contains(node)) return true;
        return owner is not null && holders.GetValueOrDefault(owner)?.Journal is { } journal && journal != wanted.Journal;
    }

    /// <summary>A dedicated slot stays where it is in any case.</summary>
    private static bool StaysWithoutIt(PlacementInput input, SlotId slot, string node)
    {
        if (slot.IsDedicated || input.Agents.FirstOrDefault(agent => agent.Name == slot.Agent) is not { } agent) return true;
        var others = input with { Wishes = input.Wishes.Where(wish => wish.Key != slot).ToDictionary() };
        return PlacementPlanner.PlanAgent(others, agent).NodeOf(slot.Index) == node;
    }
}

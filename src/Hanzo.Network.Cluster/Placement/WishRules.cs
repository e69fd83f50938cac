using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Which wishes need not be kept any longer.</summary>
internal static class WishRules
{
    /// <summary>How long a slot that nobody has is kept for a node.</summary>
    public static readonly TimeSpan ReservedFor = TimeSpan.FromMinutes(10);

    /// <summary>When there are more, the oldest fulfilled ones give way, so that there is room for new ones.</summary>
    public const int Crowded = RegistryKeys.MaxEntries - 20;

    public static string FullText { get; } = string.Create(
        CultureInfo.InvariantCulture,
        $"{RegistryKeys.MaxEntries} slots have been asked to move, the most at a time; those that have moved make room within seconds, "
        + $"those that nobody has are kept for their node for {ReservedFor.TotalMinutes} minutes: try again then.");

    /// <summary>
    /// Those fulfilled that balance would not undo, those that were kept for too long, and those of which nothing can come: the agent
    /// is gone, the node is or may not run it, or the slot's history is on its present node only. A node that is silent may come back.
    /// </summary>
    /// <param name="input">Of all nodes that may be given sessions, with the owners that the coordinator knows.</param>
    /// <param name="holders">As for <see cref="SlotMoves.Choose"/>.</param>
    /// <param name="ages">That have seen all wishes of <paramref name="input"/>.</param>
    /// <returns>Node id by slot.</returns>
    public static ImmutableSortedDictionary<string, string> Settled(
        PlacementInput input, IReadOnlyDictionary<string, SlotHolder> holders, WishAges ages, TimeSpan now)
    {
        var settled = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        var fulfilled = new List<(SlotId Slot, string Node)>();
        foreach (var (slot, node) in input.Wishes)
        {
            var isKept = input.Owners.ContainsKey(slot) || now - ages.SinceOf(slot) < ReservedFor;
            if (!isKept || IsSettled(input, holders, slot, node)) settled[slot.ToString()] = node;
            else if (input.Owners.GetValueOrDefault(slot) == node) fulfilled.Add((slot, node));
        }

        var tooMany = input.Wishes.Count - settled.Count - Crowded;
        if (tooMany > 0)
            foreach (var (slot, node) in fulfilled.OrderBy(wish => ages.SinceOf(wish.Slot)).ThenBy(wish => wish.Slot).Take(tooMany))
                settled[slot.ToString()] = node;
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

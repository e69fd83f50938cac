using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Text;

namespace Hanzo.Network.Placement;

/// <summary>What would become of an agent's slots without one node. Nothing is moved.</summary>
/// <param name="Explanation">Of the nodes that would be left.</param>
/// <param name="Moves">Slots that would change their node, by index.</param>
/// <param name="Unplaced">Slots that no node would take.</param>
public sealed record PlacementWhatIf(
    AgentName Agent, string Without, PlacementExplanation Explanation, ImmutableArray<SlotMove> Moves, ImmutableArray<SlotId> Unplaced)
{
    public static PlacementWhatIf Of(PlacementInput input, Agent agent, string without)
    {
        var plan = PlacementPlanner.PlanAgent(input, agent);
        var now = PlacesNow(input, agent, plan);
        var left = input with { Nodes = input.Nodes.RemoveAll(node => node.Id == without), Owners = Settled(now, plan) };
        var homes = new SlotHomes(left);
        var moves = ImmutableArray.CreateBuilder<SlotMove>();
        var unplaced = ImmutableArray.CreateBuilder<SlotId>();
        foreach (var (slot, from) in now.OrderBy(place => place.Key.Index))
        {
            var to = homes.Of(agent, slot);
            if (to is null) unplaced.Add(slot);
            else if (from == without || (!slot.IsDedicated && to != plan.NodeOf(slot.Index)))
                moves.Add(new SlotMove(slot, from, to, Why(input, slot, from)));
        }

        return new PlacementWhatIf(
            agent.Name, without, PlacementPlanner.Explain(left, agent), moves.ToImmutable(), unplaced.ToImmutable());
    }

    /// <summary>One sentence for people.</summary>
    public string Text
    {
        get
        {
            if (!Explanation.HasCandidate) return $"without '{Without}', {Explanation.NoCandidateText}";
            if (Moves.IsEmpty) return $"without '{Without}', no slot of '{Agent}' would move.";
            var targets = Moves.CountBy(move => move.To, StringComparer.Ordinal).OrderBy(target => target.Key, StringComparer.Ordinal)
                .Select(target => string.Create(CultureInfo.InvariantCulture, $"{target.Value} to '{target.Key}'"));
            return $"without '{Without}', {Counted.Of(Moves.Length, "slot")} of '{Agent}' would move: {string.Join(", ", targets)}.";
        }
    }

    /// <summary>Where slots are, or belong while they are nowhere they may stay.</summary>
    private static Dictionary<SlotId, string> PlacesNow(PlacementInput input, Agent agent, AgentPlacement plan)
    {
        var candidates = PlacementPlanner.CandidatesOf(input, agent);
        var places = input.Owners.Where(owner => owner.Key.Agent == agent.Name && candidates.Contains(owner.Value)).ToDictionary();
        for (var index = 0; index < plan.Slots.Length; index++)
            if (plan.Slots[index] is { } node) places.TryAdd(new SlotId(agent.Name, index), node);
        return places;
    }

    /// <summary>What would move for balance in any case is taken as moved.</summary>
    private static Dictionary<SlotId, string> Settled(Dictionary<SlotId, string> now, AgentPlacement plan) =>
        now.ToDictionary(place => place.Key, place => plan.NodeOf(place.Key.Index) ?? place.Value);

    private static string Why(PlacementInput input, SlotId slot, string from) => input.Owners.GetValueOrDefault(slot) == from
        ? $"it is on '{from}'"
        : $"it belongs to '{from}' and hosts nothing yet";
}

using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>
/// Slots of sessions that have one for themselves. One that hosts nothing belongs to the node
/// that ranks highest for it, so that a node goes with its own slots only.
/// </summary>
public static class DedicatedSlots
{
    /// <summary>The node of a dedicated slot: as asked for, else where it is, else by rank; null without a candidate.</summary>
    public static string? HomeOf(PlacementInput input, Agent agent, int slot)
    {
        if (slot is < SlotId.FirstDedicated or > SlotId.MaxIndex) return null;
        var scene = new Scene(input.Nodes);
        var candidates = new AgentPlanner(scene, input).Candidates(agent);
        var id = new SlotId(agent.Name, slot);
        if (Held(input.Wishes) is { } asked) return asked;
        if (Held(input.Owners) is { } owner) return owner;
        return candidates.IsEmpty ? null : scene.Nodes[Nearest(scene, candidates, SlotRank(agent, slot))].Id;

        string? Held(IReadOnlyDictionary<SlotId, string> slots) =>
            slots.GetValueOrDefault(id) is { } node && candidates.BinarySearch(scene.NumberOf(node)) >= 0 ? node : null;
    }

    /// <summary>A slot that hosts nothing and belongs to the node; null when there is none.</summary>
    /// <param name="turn">Where the search begins: whoever asks at the same time should give another.</param>
    public static SlotId? Find(PlacementInput input, Agent agent, string node, long turn)
    {
        var scene = new Scene(input.Nodes);
        var candidates = new AgentPlanner(scene, input).Candidates(agent);
        var number = scene.NumberOf(node);
        if (candidates.BinarySearch(number) < 0) return null;
        for (var i = 0; i < SlotId.DedicatedCount; i++)
        {
            var index = SlotId.FirstDedicated + (int)(((ulong)turn + (ulong)i) % SlotId.DedicatedCount);
            var slot = new SlotId(agent.Name, index);
            if (input.Owners.ContainsKey(slot) || input.Wishes.ContainsKey(slot)) continue;
            if (Nearest(scene, candidates, SlotRank(agent, index)) == number) return slot;
        }

        return null;
    }

    private static ulong SlotRank(Agent agent, int slot) => NodeRank.OfSlot(NodeRank.Of(agent.Name.Value), slot);

    private static int Nearest(Scene scene, ImmutableArray<int> candidates, ulong slot)
    {
        var nearest = new Nearest(1);
        foreach (var number in candidates)
        {
            var uniform = NodeRank.Uniform(NodeRank.Of(slot, scene.Ranks[number]));
            nearest.AddIfNear(number, uniform, Weight(scene.Tflops[number]));
        }

        return nearest.Numbers[0];
    }

    /// <summary>The fourth root of the throughput: a Raspberry Pi beside a GPU server has some eighty of the thousand, not none.</summary>
    private static double Weight(double tflops) => Math.Sqrt(Math.Sqrt(tflops));
}

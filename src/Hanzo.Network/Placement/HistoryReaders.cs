using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>Which nodes of a plan, by number, may have a slot as far as its histories go.</summary>
internal sealed class HistoryReaders(Scene scene, IReadOnlyDictionary<SlotId, IReadOnlySet<string>> histories)
{
    private readonly Dictionary<IReadOnlySet<string>, bool[]> _known = new(ReferenceEqualityComparer.Instance);

    /// <summary>Null: all of them.</summary>
    public bool[]? Of(SlotId slot)
    {
        if (!histories.TryGetValue(slot, out var readers)) return null;
        if (!_known.TryGetValue(readers, out var numbers))
            _known[readers] = numbers = Array.ConvertAll([.. scene.Nodes], node => readers.Contains(node.Id));
        return numbers;
    }

    /// <summary>By slot index; null: all nodes may have any slot of the agent.</summary>
    public bool[]?[]? Of(Agent agent)
    {
        if (histories.Count == 0) return null;
        var slots = new bool[]?[agent.Slots];
        for (var slot = 0; slot < slots.Length; slot++) slots[slot] = Of(new SlotId(agent.Name, slot));
        return slots;
    }
}

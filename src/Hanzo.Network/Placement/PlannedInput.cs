using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>A plan with what it was made of.</summary>
public sealed record PlannedInput(PlacementInput Input, PlacementPlan Plan)
{
    /// <summary>Nodes that may be lost at once: with more of them gone most is planned anew anyway.</summary>
    private const int MaxLost = 8;

    /// <summary>
    /// Agents for which the plan of another input cannot differ, when that one is this one less some nodes; null when it is not.
    /// Their slots are where they were, or have come to where the plan has them, and the lost nodes were not among those.
    /// </summary>
    internal HashSet<AgentName>? Unchanged(PlacementInput next)
    {
        if (LostFrom(next) is not { } lost || !Input.Agents.SequenceEqual(next.Agents)) return null;
        var changed = Moved(next, lost);
        changed.UnionWith(Input.Wishes.Keys.Concat(next.Wishes.Keys).Select(slot => slot.Agent));
        // Where histories fill nodes beyond their share, a plan may need a second one to come to rest.
        changed.UnionWith(Input.Histories.Keys.Concat(next.Histories.Keys).Select(slot => slot.Agent));
        // Which nodes are an agent's replicas may change with a node that holds none of its slots.
        foreach (var agent in next.Agents)
            if (agent.Deployment?.Replicas is not null) changed.Add(agent.Name);
        var unchanged = new HashSet<AgentName>(Plan.Agents.Count);
        foreach (var (name, placement) in Plan.Agents)
            if (!changed.Contains(name) && IsKept(placement, lost)) unchanged.Add(name);
        return unchanged;
    }

    private static bool IsKept(AgentPlacement placement, ReadOnlySpan<string> lost)
    {
        foreach (var planned in placement.Slots)
            if (planned is null || Contains(lost, planned)) return false;
        return true;
    }

    // Asked for each slot of the network, of one or a few.
    private static bool Contains(ReadOnlySpan<string> lost, string node)
    {
        foreach (var one in lost)
            if (one == node) return true;
        return false;
    }

    /// <summary>Agents with slots that were on a lost node, or are neither where they were nor have come to where they belong.</summary>
    private HashSet<AgentName> Moved(PlacementInput next, string[] lost)
    {
        var moved = new HashSet<AgentName>();
        var same = 0;
        // Mostly both list the same slots in one order, which spares looking up each of them.
        var (owners, then) = (Concrete(Input.Owners), Concrete(next.Owners));
        using var others = then.GetEnumerator();
        var hasOther = others.MoveNext();
        foreach (var (slot, node) in owners)
        {
            var isBeside = hasOther && others.Current.Key == slot;
            var now = isBeside ? others.Current.Value : then.GetValueOrDefault(slot);
            if (isBeside) hasOther = others.MoveNext();
            if (now == node && !Contains(lost, node)) same++;
            else moved.Add(slot.Agent);
        }

        if (then.Count == same) return moved;
        foreach (var (slot, node) in then)
            if (!owners.ContainsKey(slot) && Plan.NodeOf(slot) != node) moved.Add(slot.Agent);
        return moved;
    }

    /// <summary>Mostly what is given: its own enumerator goes through ten thousand slots without calls by interface.</summary>
    private static Dictionary<SlotId, string> Concrete(IReadOnlyDictionary<SlotId, string> slots) =>
        slots as Dictionary<SlotId, string> ?? new Dictionary<SlotId, string>(slots);

    /// <summary>Ids of nodes that the next input lacks; null when it has others, or another order.</summary>
    private string[]? LostFrom(PlacementInput next)
    {
        var lost = new List<string>();
        var at = 0;
        foreach (var node in Input.Nodes)
        {
            if (at < next.Nodes.Length && IsSame(node, next.Nodes[at])) at++;
            else if (lost.Count == MaxLost) return null;
            else lost.Add(node.Id);
        }

        return at == next.Nodes.Length ? [.. lost] : null;
    }

    /// <summary>As far as a plan depends on it, which does not on live load.</summary>
    private static bool IsSame(NodeView one, NodeView other) =>
        one.Id == other.Id && one.Device == other.Device
        && IsSame(one.Agents, other.Agents) && IsSame(one.Tools, other.Tools);

    private static bool IsSame<T>(ImmutableSortedSet<T> one, ImmutableSortedSet<T> other) =>
        ReferenceEquals(one, other) || one.SequenceEqual(other);
}

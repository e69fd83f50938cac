using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>Which slots should move now, so that they come to where the plan has them.</summary>
public static class SlotMoves
{
    /// <summary>Slots on the move at once.</summary>
    public const int MaxAtOnce = 4;

    /// <summary>
    /// Slots that are where nobody can read their histories come first, then those that a person asked to move, then those whose node
    /// may not have them any more, then, while nobody is silent, those that balance asks for; of the first and the last only such as
    /// are at rest, for a slot moves better later than with an effect in its hands. The slots of a silent node stay, and so does a slot
    /// whose history no other node has, until its node may not run the agent at all; a node that drains keeps it to its end. What is
    /// at work on such a node stays until the node hurries.
    /// </summary>
    /// <param name="holders">Every member by node id, also those that may not be given sessions.</param>
    /// <param name="underWay">Slots that are on the move already.</param>
    /// <param name="homes">By the input, for who has them already.</param>
    public static ImmutableArray<SlotMove> Choose(
        PlacementInput input, IReadOnlyDictionary<string, SlotHolder> holders, int underWay, SlotHomes? homes = null)
    {
        var room = MaxAtOnce - underWay;
        if (room <= 0) return [];
        var places = new Places(input, homes ?? new SlotHomes(input));
        var quiet = !holders.Values.Any(holder => holder.Silent);
        return [.. input.Owners
            .OrderBy(owner => owner.Key.Agent).ThenBy(owner => owner.Key.Index)
            .Select(owner => Consider(places, owner.Key, owner.Value, holders, quiet)).OfType<Reasoned>()
            .OrderBy(move => move.Urgency).Take(room).Select(move => move.Move)];
    }

    private static Reasoned? Consider(
        Places places, SlotId slot, string owner, IReadOnlyDictionary<string, SlotHolder> holders, bool quiet)
    {
        if (holders.GetValueOrDefault(owner) is not { Silent: false } holder) return null;
        if (places.Of(slot) is not { } home || home == owner) return null;
        if (places.IsHistoryElsewhere(slot, owner) && !holder.Busy.Contains(slot))
            return Move(Urgency.History, $"its history is on '{home}'");
        var shared = holder.Journal is { } journal && journal == holders.GetValueOrDefault(home)?.Journal;
        if (places.IsAsked(slot, home))
            return shared ? Move(Urgency.Asked, $"it was asked for on '{home}'") : null;
        if (places.Refusal(slot, owner) is { } refusal)
            return WaitsFor(slot, holder, places.TakesSessions(owner), shared) ? null : Move(Urgency.Refused, $"'{owner}' {refusal}");
        return quiet && shared && !holder.Busy.Contains(slot) ? Move(Urgency.Balance, $"'{owner}' has more than its share") : null;

        Reasoned Move(Urgency urgency, string why) => new(urgency, new SlotMove(slot, owner, home, why));
    }

    /// <summary>A node that goes keeps what only it has to its end, and what is at work until it hurries.</summary>
    private static bool WaitsFor(SlotId slot, SlotHolder holder, bool takesSessions, bool shared) =>
        !takesSessions && (!shared || (holder.Busy.Contains(slot) && !holder.Hurries));

    private enum Urgency
    {
        History,
        Asked,
        Refused,
        Balance,
    }

    private sealed record Reasoned(Urgency Urgency, SlotMove Move);

    /// <summary>Where slots belong, and why they may not stay.</summary>
    private sealed class Places(PlacementInput input, SlotHomes homes)
    {
        private readonly Dictionary<AgentName, Agent> _agents = input.Agents.ToDictionary(agent => agent.Name);
        private readonly Dictionary<string, NodeView> _nodes =
            input.Nodes.DistinctBy(node => node.Id).ToDictionary(node => node.Id, StringComparer.Ordinal);

        /// <summary>Null: nowhere, as of an agent that is unknown.</summary>
        public string? Of(SlotId slot) => _agents.TryGetValue(slot.Agent, out var agent) ? homes.Of(agent, slot) : null;

        public bool IsHistoryElsewhere(SlotId slot, string owner) =>
            input.Histories.TryGetValue(slot, out var readers) && !readers.Contains(owner);

        public bool IsAsked(SlotId slot, string home) => input.Wishes.GetValueOrDefault(slot) == home;

        /// <summary>Null when the node may keep the slot.</summary>
        public string? Refusal(SlotId slot, string node)
        {
            var agent = _agents[slot.Agent];
            if (homes.MayRun(agent, node)) return null;
            if (!_nodes.TryGetValue(node, out var view)) return "takes no sessions";
            return Admission.Unmet(view, agent) is [var first, ..] ? first : "is not one of the nodes chosen for it";
        }

        public bool TakesSessions(string node) => _nodes.ContainsKey(node);
    }
}

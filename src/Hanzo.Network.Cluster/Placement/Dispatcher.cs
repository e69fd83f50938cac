using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Conversations;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Picks node and slot for a new session from what the directory knows, or says at once why none can take it.</summary>
internal static class Dispatcher
{
    /// <summary>
    /// Slots that a node opens before it fills them further: the others stay free for nodes that come later, since a slot with
    /// history in one node's memory cannot move.
    /// </summary>
    public const int SlotsBeforeSharing = 4;

    /// <inheritdoc cref="Decide(DirectorySnapshot, PlacementInput, AgentName, PlacementStrategy, long, bool, CustomChoice)"/>
    public static Dispatch Decide(
        DirectorySnapshot snapshot, AgentName name, PlacementStrategy strategy, long turn, bool dedicated = false) =>
        Decide(snapshot, snapshot.Input with { Nodes = snapshot.Views }, name, strategy, turn, dedicated);

    /// <param name="known">The snapshot's input, with loads and with what has been dispatched since.</param>
    /// <param name="turn">As for <see cref="NodeSelector.Select"/>; also spreads sessions over a node's slots.</param>
    /// <param name="dedicated">The session gets a slot of its own.</param>
    /// <param name="custom">Counts instead of the strategy.</param>
    /// <param name="onlyOpen">No slot that nobody has yet, where the node has one.</param>
    /// <exception cref="AgentNetworkException">Unknown agent, or no node may run it now.</exception>
    public static Dispatch Decide(
        DirectorySnapshot snapshot, PlacementInput known, AgentName name, PlacementStrategy strategy, long turn, bool dedicated,
        CustomChoice? custom = null, bool onlyOpen = false)
    {
        RequireCandidate(snapshot, name);
        var agent = snapshot.Agents[name];
        var input = known with { Agents = [agent] };
        var explanation = PlacementPlanner.Explain(input, agent);
        // Where no slot is free of histories that are out of reach, the session gets one for itself.
        var alone = dedicated || explanation.Places.Slots.All(place => place is null);
        var decision = custom is null
            ? NodeSelector.Select(agent, explanation, strategy, turn, alone)
            : NodeSelector.SelectBy(custom.Placement, [agent], custom.State, agent, explanation, alone);
        if (decision.Node is not { } node) throw NoCandidate(snapshot, name);
        var slot = alone ? DedicatedSlot(input, agent, node, turn) : Slot(input, explanation.Places, node, turn, onlyOpen);
        return new Dispatch(slot, node, decision.Why);
    }

    /// <exception cref="AgentNetworkException">Unknown agent, or no node may run it now.</exception>
    public static void RequireCandidate(DirectorySnapshot snapshot, AgentName name)
    {
        if (snapshot.Agents.TryGetValue(name, out var agent))
        {
            if (!PlacementPlanner.HasCandidate(snapshot.Views, agent)) throw NoCandidate(snapshot, name);
            return;
        }

        throw Missing(snapshot, name);
    }

    /// <summary>Why there is no agent of this name now: taken back, gone with its nodes, or never known.</summary>
    public static AgentNetworkException Missing(DirectorySnapshot snapshot, AgentName name)
    {
        var isGone = snapshot.UndeployedText(name) is null && WasKnown(snapshot, name);
        return isGone ? NoCandidate(snapshot, name) : Unknown(snapshot, name);
    }

    /// <summary>As one that was taken back, or that nobody knows.</summary>
    public static AgentNetworkException Unknown(DirectorySnapshot snapshot, AgentName name) =>
        new(NetworkError.UnknownAgent, snapshot.UndeployedText(name) ?? AgentTexts.Unknown(name, snapshot.Agents.Keys));

    public static bool HasCandidate(DirectorySnapshot snapshot, AgentName name) =>
        snapshot.Agents.TryGetValue(name, out var agent) && PlacementPlanner.HasCandidate(snapshot.Views, agent);

    /// <exception cref="AgentNetworkException">Who holds the slot's histories is not here, or may not run its agent.</exception>
    public static void RequireHistory(DirectorySnapshot snapshot, SlotId slot)
    {
        if (WhyHeld(snapshot, slot) is { } held)
            throw new AgentNetworkException(NetworkError.HistoryUnavailable, $"{held}.");
    }

    /// <summary>Why nobody can have the slot now, naming who can read its histories; null: somebody has it or may.</summary>
    public static string? WhyHeld(DirectorySnapshot snapshot, SlotId slot)
    {
        if (snapshot.Histories.WhyOutOfReach(slot) is { } held) return held;
        if (!snapshot.Input.Histories.TryGetValue(slot, out var readers) || snapshot.IsHosted(slot)
            || !snapshot.Agents.TryGetValue(slot.Agent, out var agent)) return null;
        return PlacementPlanner.CandidatesOf(snapshot.Input, agent).Any(readers.Contains)
            ? null
            : $"{snapshot.Histories.HeldText(slot)}: none that can read it may run agent '{agent.Name}' now";
    }

    /// <param name="journal">Where a session has begun, or is to; null: anywhere.</param>
    /// <exception cref="AgentNetworkException">Who has the journal is not here.</exception>
    public static void RequireJournal(DirectorySnapshot snapshot, string? journal)
    {
        if (WhyNoJournal(snapshot, journal) is { } refusal) throw new AgentNetworkException(refusal.Error, refusal.Message);
    }

    /// <summary>Why a session cannot have begun anywhere in reach, nor begin; null: it can.</summary>
    /// <param name="journal">As for <see cref="RequireJournal"/>.</param>
    public static Refusal? WhyNoJournal(DirectorySnapshot snapshot, string? journal) =>
        journal is null || snapshot.Histories.IsReachable(journal)
            ? null
            : new Refusal(
                NetworkError.HistoryUnavailable, $"{snapshot.Histories.HeldText(journal)}, where the run may have started.");

    /// <summary>Why nothing can be heard of the slot now; null: somebody has it or may have it.</summary>
    public static Refusal? WhyNoHome(DirectorySnapshot snapshot, SlotId slot)
    {
        if (WhyHeld(snapshot, slot) is { } held) return new Refusal(NetworkError.HistoryUnavailable, $"{held}.");
        return snapshot.HasHome(slot) ? null : new Refusal(NetworkError.NoCandidate, NoCandidateText(snapshot, slot.Agent));
    }

    /// <summary>Names the agent and every node considered with its reason, those that left included.</summary>
    public static string NoCandidateText(DirectorySnapshot snapshot, AgentName name) => snapshot.UndeployedText(name)
        ?? NoCandidateText(snapshot, snapshot.Agents.GetValueOrDefault(name) ?? new Agent { Name = name });

    /// <summary>Of an agent that the network need not have.</summary>
    public static string NoCandidateText(DirectorySnapshot snapshot, Agent agent)
    {
        var reasons = PlacementPlanner.Explain(snapshot.Views, agent).Nodes.Select(verdict => verdict.Text)
            .Concat(snapshot.Nodes.Values.Where(n => !n.IsUsable).Select(n => $"{n.NodeId ?? n.Address}: {WhyNotUsable(n)}"))
            .Concat(snapshot.Departed.Where(d => d.Value.Agents.Contains(agent.Name)).Select(d => $"{d.Key}: left at {Text(d.Value.At)}"))
            .Order(StringComparer.Ordinal).ToImmutableArray();
        var labels = snapshot.Nodes.Values.SelectMany(node => node.Description?.Device.Labels ?? []);
        var nodes = snapshot.Nodes.Values.Select(node => node.NodeId).OfType<string>();
        return AgentTexts.NoCandidate(agent.Name, reasons, AgentTexts.UnknownName(agent, labels, nodes));
    }

    private static SlotId Slot(PlacementInput input, AgentPlacement placement, string node, long turn, bool onlyOpen)
    {
        var slots = placement.SlotsOf(node);
        var open = slots.Where(index => Owner(index) == node).ToImmutableArray();
        // One in a slot of a node that gets no more sessions would go there nevertheless.
        var own = slots.Where(index => Owner(index) is not { } owner || owner == node).ToImmutableArray();
        var pool = open.Length >= SlotsBeforeSharing || (onlyOpen && !open.IsEmpty)
            ? open
            : [.. open.Concat((own.IsEmpty ? slots : own).Except(open)).Take(SlotsBeforeSharing).Order()];
        return new SlotId(placement.Agent, pool[(int)((ulong)turn % (ulong)pool.Length)]);

        string? Owner(int index) => input.Owners.GetValueOrDefault(new SlotId(placement.Agent, index));
    }

    private static SlotId DedicatedSlot(PlacementInput input, Agent agent, string node, long turn)
    {
        var taken = input.Owners.Keys.Count(slot => slot.IsDedicated);
        if (taken >= SlotId.MaxDedicatedPerNetwork)
            throw NoDedicated($"{taken} slots of all agents are taken by one session each, the most");
        return new SlotHomes(input).FindDedicated(agent, node, turn)
            ?? throw NoDedicated($"no slot of '{agent.Name}' that would be on node '{node}' is free");
    }

    private static AgentNetworkException NoDedicated(string reason) => new(
        NetworkError.Unavailable,
        $"there is no slot for a dedicated session: {reason}; a slot is free again when its node has left or is started anew.");

    /// <summary>Nodes that had it are gone, or cannot be given sessions now.</summary>
    public static bool WasKnown(DirectorySnapshot snapshot, AgentName name) =>
        snapshot.Departed.Values.Any(d => d.Agents.Contains(name))
        || snapshot.Nodes.Values.Any(n => n.Description is { } description && description.Agents.Any(a => a.Name == name));

    private static AgentNetworkException NoCandidate(DirectorySnapshot snapshot, AgentName name) =>
        new(NetworkError.NoCandidate, NoCandidateText(snapshot, name));

    public static string WhyNotUsable(NodeEntry node) => node switch
    {
        { Membership: NodeMembership.Leaving } => "is leaving",
        { Membership: NodeMembership.Joining } => "is still joining",
        { Reachable: false } => "is unreachable",
        { Description: null } => "has not described itself yet",
        _ => "is draining",
    };

    private static string Text(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}

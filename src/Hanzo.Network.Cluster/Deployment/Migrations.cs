using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>Whether a slot can move to a node, as one node knows the network.</summary>
internal static class Migrations
{
    /// <param name="from">The node that has the slot; null: none.</param>
    /// <returns>What would happen; without sessions, for those only the slot's node knows.</returns>
    /// <exception cref="AgentNetworkException">It cannot, and why.</exception>
    public static Migration Decide(DirectorySnapshot snapshot, SlotId slot, string? from, string node)
    {
        RequireSlot(snapshot, slot);
        RequireFits(snapshot, slot.Agent, node);
        if (from is null) return new Migration(slot, null, node, [], MigrationStatus.Reserved);
        if (from == node) return new Migration(slot, node, node, [], MigrationStatus.There);
        if (!snapshot.ShareHistory(from, node))
            throw new AgentNetworkException(
                NetworkError.Conflict,
                $"slot '{slot}' cannot move: the history of its sessions is on node '{from}' only.");
        return new Migration(slot, from, node, [], MigrationStatus.Possible);
    }

    /// <summary>What is to be done for a slot that has been asked to move.</summary>
    public static MoveStep Next(Migration migration, SlotPlace place) => place switch
    {
        { IsKnown: false } => MoveStep.Wait,
        { Node: { } node } => node == migration.To ? MoveStep.Moved : MoveStep.Wait,
        _ => migration.Sessions.IsEmpty ? MoveStep.Moved : MoveStep.Wake,
    };

    private static void RequireSlot(DirectorySnapshot snapshot, SlotId slot)
    {
        if (!snapshot.Agents.TryGetValue(slot.Agent, out var agent)) throw Dispatcher.Unknown(snapshot, slot.Agent);
        if (slot.Index < agent.Slots || slot.IsDedicated) return;
        throw new AgentNetworkException(
            NetworkError.UnknownSlot,
            string.Create(
                CultureInfo.InvariantCulture,
                $"agent '{slot.Agent}' has no slot {slot.Index}; its slots are 0 to {agent.Slots - 1}."));
    }

    private static void RequireFits(DirectorySnapshot snapshot, AgentName agent, string node)
    {
        if (snapshot.Find(node) is not { } entry)
            throw new AgentNetworkException(NetworkError.UnknownNode, snapshot.UnknownNodeText(node));
        if (!entry.IsUsable) throw Unsuitable($"node '{node}' {Dispatcher.WhyNotUsable(entry)}.");
        var explanation = PlacementPlanner.Explain(SlotPlan.InputFor(snapshot, agent), snapshot.Agents[agent]);
        var verdict = explanation.Nodes.First(found => found.Node == node);
        if (verdict.Refusal is { } refusal) throw Unsuitable($"node '{node}' may not run '{agent}': it {refusal}.");
    }

    private static AgentNetworkException Unsuitable(string message) => new(NetworkError.NodeUnsuitable, message);
}

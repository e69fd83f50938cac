using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>What deployments and sessions ask of the directory.</summary>
internal static class SnapshotQuestions
{
    /// <summary>The deployed definition; null when there is none or it was taken back.</summary>
    public static Agent? DeployedAgent(this DirectorySnapshot snapshot, AgentName name) => snapshot.Deployed.Find(name);

    /// <summary>Of the last change that this node has heard of, the taking back included; 0: none.</summary>
    public static long DeployedVersion(this DirectorySnapshot snapshot, AgentName name) =>
        snapshot.Deployed.ByName.GetValueOrDefault(name)?.Version ?? 0;

    /// <summary>That the agent was taken back, and when; null: it was not, or a node offers one of its name.</summary>
    public static string? UndeployedText(this DirectorySnapshot snapshot, AgentName name)
    {
        if (snapshot.Agents.ContainsKey(name)) return null;
        return snapshot.Deployed.ByName.GetValueOrDefault(name)?.UndeployedAt is { } at ? AgentTexts.Undeployed(name, at) : null;
    }

    /// <summary>Ids of the nodes that are Up and offer an agent of this name by themselves.</summary>
    public static ImmutableArray<string> PinnedTo(this DirectorySnapshot snapshot, AgentName name) =>
    [
        .. snapshot.Nodes.Values
            .Where(node => node.Membership is NodeMembership.Up && node.Description?.Agents.Any(agent => agent.Name == name) == true)
            .Select(node => node.NodeId!).Order(StringComparer.Ordinal),
    ];

    public static string UnknownNodeText(this DirectorySnapshot snapshot, string node)
    {
        var known = snapshot.Nodes.Values.Select(entry => entry.NodeId).OfType<string>().Order(StringComparer.Ordinal).ToList();
        var hint = Suggestion.For(node, known) is { } near ? $"did you mean '{near}'? Its" : "its";
        return $"node '{node}' is not part of the network; {hint} nodes are {string.Join(", ", known)}.";
    }

    /// <summary>Whether sessions can move between the two with all they remember.</summary>
    public static bool ShareHistory(this DirectorySnapshot snapshot, string one, string other) =>
        snapshot.Find(one)?.Description?.Journal is { } journal && journal == snapshot.Find(other)?.Description?.Journal;

    /// <summary>
    /// Whether a run in the slot can be heard of: the slot's node lives, though it may take no new sessions, or another may have it.
    /// </summary>
    public static bool HasHome(this DirectorySnapshot snapshot, SlotId slot) =>
        Dispatcher.HasCandidate(snapshot, slot.Agent) || snapshot.IsHosted(slot);

    /// <summary>A node that lives has the slot.</summary>
    public static bool IsHosted(this DirectorySnapshot snapshot, SlotId slot) => snapshot.Nodes.Values.Any(node => IsHomeOf(node, slot));

    /// <summary>The node in reach that says it has the slot; null: none does, or this node has it.</summary>
    public static NodeEntry? OtherHostOf(this DirectorySnapshot snapshot, SlotId slot)
    {
        var hosts = snapshot.Nodes.Values.Where(node => IsHomeOf(node, slot)).ToArray();
        return hosts.Any(node => node.IsSelf) ? null : hosts.FirstOrDefault();
    }

    private static bool IsHomeOf(NodeEntry node, SlotId slot) =>
        node is { Membership: NodeMembership.Up, Reachable: true, Description: { } description }
        && description.Slots.Contains(slot.ToString());
}

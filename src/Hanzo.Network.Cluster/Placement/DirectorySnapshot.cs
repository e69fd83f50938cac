using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>The network as this node knows it, immutable; replaced as a whole.</summary>
internal sealed record DirectorySnapshot
{
    public static readonly DirectorySnapshot Empty = new();

    private static readonly NodeLoad UnknownLoad = new(0, 0, 0, 0);

    private Lazy<Index> _index = new(() => IndexOf(ImmutableSortedDictionary<string, NodeEntry>.Empty, DeployedAgents.None));

    /// <summary>By address.</summary>
    public ImmutableSortedDictionary<string, NodeEntry> Nodes { get; init; } =
        ImmutableSortedDictionary.Create<string, NodeEntry>(StringComparer.Ordinal);

    /// <summary>Nodes that were here and left or died, by node id, with the agents they offered.</summary>
    public ImmutableSortedDictionary<string, DepartedNode> Departed { get; init; } =
        ImmutableSortedDictionary.Create<string, DepartedNode>(StringComparer.Ordinal);

    /// <summary>Agents that belong to the network.</summary>
    public DeployedAgents Deployed { get; init; } = DeployedAgents.None;

    /// <summary>Where slots have been asked to move: node id by slot, as <c>math.17</c>.</summary>
    public ImmutableSortedDictionary<string, string> Wishes { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public RecentRuns Runs { get; init; } = RecentRuns.None;

    public NodeEntry? Self => Nodes.Values.FirstOrDefault(n => n.IsSelf);

    /// <summary>This node itself goes: whom it still sees says nothing about who is left.</summary>
    public bool SelfLeaves => Self is { Membership: NodeMembership.Leaving };

    /// <summary>Nodes that may be given sessions, ordered by node id.</summary>
    public ImmutableArray<NodeEntry> Usable => _index.Value.Usable;

    /// <summary>The same for placement.</summary>
    public ImmutableArray<NodeView> Views => _index.Value.Views;

    /// <summary>
    /// Definitions that nodes which are Up may run: the deployed ones, and those that nodes offer by themselves under other names;
    /// where such nodes differ, the lowest node id's counts.
    /// </summary>
    public ImmutableSortedDictionary<AgentName, Agent> Agents => _index.Value.Agents;

    /// <summary>Which node id hosts a slot now.</summary>
    public ImmutableDictionary<string, string> SlotOwners => _index.Value.Owners;

    /// <summary>
    /// With what is derived from <see cref="Nodes"/> and <see cref="Deployed"/>: computed when first asked for, for most are never asked.
    /// </summary>
    public DirectorySnapshot Indexed()
    {
        var (nodes, deployed) = (Nodes, Deployed);
        return this with { _index = new Lazy<Index>(() => IndexOf(nodes, deployed)) };
    }

    /// <summary>What stays true when this node is in no cluster.</summary>
    public DirectorySnapshot WithoutNodes() => (Empty with { Departed = Departed, Deployed = Deployed, Runs = Runs }).Indexed();

    public NodeEntry? Find(string nodeId) => Nodes.Values.FirstOrDefault(n => n.NodeId == nodeId);

    private static Index IndexOf(ImmutableSortedDictionary<string, NodeEntry> nodes, DeployedAgents deployed)
    {
        var usable = nodes.Values.Where(n => n.IsUsable).OrderBy(n => n.NodeId, StringComparer.Ordinal).ToImmutableArray();
        var agents = ImmutableSortedDictionary.CreateBuilder<AgentName, Agent>();
        var owners = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var node in usable)
        {
            foreach (var agent in node.Description!.Agents) agents.TryAdd(agent.Name, agent);
            foreach (var slot in node.Description.Slots) owners.TryAdd(slot, node.NodeId!);
        }

        foreach (var (name, agent) in deployed.ByName)
            if (agent.Definition is { } definition) agents[name] = definition;
        return new Index(usable, [.. usable.Select(ToView)], agents.ToImmutable(), owners.ToImmutable());
    }

    private static NodeView ToView(NodeEntry node) => new()
    {
        Id = node.NodeId!,
        Device = node.Description!.Device,
        Load = node.Load ?? UnknownLoad,
        Agents = [.. node.Description.Agents.Select(a => a.Name)],
        Tools = node.Description.Tools.ToImmutableSortedSet(StringComparer.Ordinal),
        Draining = node.Description.Draining,
    };

    private sealed record Index(
        ImmutableArray<NodeEntry> Usable,
        ImmutableArray<NodeView> Views,
        ImmutableSortedDictionary<AgentName, Agent> Agents,
        ImmutableDictionary<string, string> Owners);
}

internal sealed record DepartedNode(ImmutableArray<AgentName> Agents, DateTimeOffset At);

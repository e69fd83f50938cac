using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>The network as this node knows it, immutable; replaced as a whole.</summary>
internal sealed record DirectorySnapshot
{
    public static readonly DirectorySnapshot Empty = new();

    private Lazy<Index> _index = new(() => IndexOf(ImmutableSortedDictionary<string, NodeEntry>.Empty));

    /// <summary>By address.</summary>
    public ImmutableSortedDictionary<string, NodeEntry> Nodes { get; init; } =
        ImmutableSortedDictionary.Create<string, NodeEntry>(StringComparer.Ordinal);

    /// <summary>Nodes that were here and left or died, by node id, with the agents they offered.</summary>
    public ImmutableSortedDictionary<string, DepartedNode> Departed { get; init; } =
        ImmutableSortedDictionary.Create<string, DepartedNode>(StringComparer.Ordinal);

    public RecentRuns Runs { get; init; } = RecentRuns.None;

    public NodeEntry? Self => Nodes.Values.FirstOrDefault(n => n.IsSelf);

    /// <summary>This node itself goes: whom it still sees says nothing about who is left.</summary>
    public bool SelfLeaves => Self is { Membership: NodeMembership.Leaving };

    /// <summary>Nodes that may be given sessions, ordered by node id.</summary>
    public ImmutableArray<NodeEntry> Usable => _index.Value.Usable;

    /// <summary>The same for placement.</summary>
    public ImmutableArray<NodeView> Views => _index.Value.Views;

    /// <summary>Definitions offered by nodes that are Up; where nodes differ, the lowest node id's counts.</summary>
    public ImmutableSortedDictionary<AgentName, Agent> Agents => _index.Value.Agents;

    /// <summary>Which node id hosts a slot now.</summary>
    public ImmutableDictionary<string, string> SlotOwners => _index.Value.Owners;

    /// <summary>With what is derived from its <see cref="Nodes"/>: computed when first asked for, for most are never asked.</summary>
    public DirectorySnapshot Indexed()
    {
        var nodes = Nodes;
        return this with { _index = new Lazy<Index>(() => IndexOf(nodes)) };
    }

    private static Index IndexOf(ImmutableSortedDictionary<string, NodeEntry> nodes)
    {
        var usable = nodes.Values.Where(n => n.IsUsable).OrderBy(n => n.NodeId, StringComparer.Ordinal).ToImmutableArray();
        var agents = ImmutableSortedDictionary.CreateBuilder<AgentName, Agent>();
        var owners = ImmutableDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var node in usable)
        {
            foreach (var agent in node.Description!.Agents) agents.TryAdd(agent.Name, agent);
            foreach (var slot in node.Description.Slots) owners.TryAdd(slot, node.NodeId!);
        }

        return new Index(usable, [.. usable.Select(ToView)], agents.ToImmutable(), owners.ToImmutable());
    }

    /// <summary>What stays true when this node is in no cluster.</summary>
    public DirectorySnapshot WithoutNodes() => Empty with { Departed = Departed, Runs = Runs };

    public NodeEntry? Find(string nodeId) => Nodes.Values.FirstOrDefault(n => n.NodeId == nodeId);

    private static NodeView ToView(NodeEntry node) => new()
    {
        Id = node.NodeId!,
        Device = node.Description!.Device,
        Load = node.Load ?? new NodeLoad(0, 0, 0, 0),
        Agents = [.. node.Description.Agents.Select(a => a.Name)],
        Draining = node.Description.Draining,
    };

    private sealed record Index(
        ImmutableArray<NodeEntry> Usable,
        ImmutableArray<NodeView> Views,
        ImmutableSortedDictionary<AgentName, Agent> Agents,
        ImmutableDictionary<string, string> Owners);
}

internal sealed record DepartedNode(ImmutableArray<AgentName> Agents, DateTimeOffset At);

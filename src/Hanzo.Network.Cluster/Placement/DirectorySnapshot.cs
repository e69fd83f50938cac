using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Placement;
using Hanzo.Network.Routing;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>The network as this node knows it, immutable; replaced as a whole.</summary>
internal sealed record DirectorySnapshot
{
    public static readonly DirectorySnapshot Empty = new();

    private static readonly NodeLoad UnknownLoad = new(0, 0, 0, 0);

    private Lazy<Index> _index = new(() => IndexOf(Empty));
    private Lazy<ImmutableArray<NodeView>> _views = new(() => []);

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

    /// <summary>What this node has noted of nodes that are not here, and of the histories they hold, has not been read yet.</summary>
    public bool AwaitsHolders { get; init; }

    public RecentRuns Runs { get; init; } = RecentRuns.None;

    public NodeEntry? Self => Nodes.Values.FirstOrDefault(n => n.IsSelf);

    /// <summary>This node itself goes: whom it still sees says nothing about who is left.</summary>
    public bool SelfLeaves => Self is { Membership: NodeMembership.Leaving };

    /// <summary>Nodes that may be given sessions, ordered by node id.</summary>
    public IEnumerable<NodeEntry> Usable => _index.Value.Usable.Select(address => Nodes[address]);

    /// <summary>The same for placement, with the loads told last.</summary>
    public ImmutableArray<NodeView> Views => _views.Value;

    /// <summary>
    /// Definitions that nodes which are Up may run: the deployed ones, and those that nodes offer by themselves under other names;
    /// where such nodes differ, the lowest node id's counts.
    /// </summary>
    public ImmutableSortedDictionary<AgentName, Agent> Agents => _index.Value.Agents;

    /// <summary>What a plan depends on, as all nodes know it; who decides by loads takes <see cref="Views"/>.</summary>
    public PlacementInput Input => _index.Value.Input;

    /// <summary>Which journals hold what.</summary>
    public SlotHistories Histories => _index.Value.Histories;

    /// <summary>The same object as long as members, descriptions, deployed agents and wishes are: what a plan may be kept for.</summary>
    public object Shape => _index;

    /// <summary>With what is derived from the rest, computed when first asked for: for most it never is.</summary>
    /// <param name="reshaped">More than loads and latencies has changed.</param>
    public DirectorySnapshot Indexed(bool reshaped)
    {
        var next = this with { };
        if (reshaped) next._index = new Lazy<Index>(() => IndexOf(next));
        next._views = new Lazy<ImmutableArray<NodeView>>(() => [.. next.Usable.Select(ToView)]);
        return next;
    }

    /// <summary>What stays true when this node is in no cluster.</summary>
    public DirectorySnapshot WithoutNodes() =>
        (Empty with { Departed = Departed, Deployed = Deployed, Runs = Runs }).Indexed(reshaped: true);

    public NodeEntry? Find(string nodeId) => Nodes.Values.FirstOrDefault(n => n.NodeId == nodeId);

    /// <summary>A node of <see cref="Views"/> as routers see it.</summary>
    public RoutePeer PeerOf(NodeView node) => new(node, Find(node.Id)?.Healthy == true);

    private static Index IndexOf(DirectorySnapshot snapshot)
    {
        var usable = snapshot.Nodes.Values.Where(n => n.IsUsable).OrderBy(n => n.NodeId, StringComparer.Ordinal).ToImmutableArray();
        var agents = ImmutableSortedDictionary.CreateBuilder<AgentName, Agent>();
        foreach (var node in usable)
            foreach (var agent in node.Description!.Agents) agents.TryAdd(agent.Name, agent);
        foreach (var (name, agent) in snapshot.Deployed.ByName)
            if (agent.Definition is { } definition) agents[name] = definition;
        var input = new PlacementInput
        {
            Nodes = [.. usable.Select(ToView)],
            Agents = [.. agents.Values],
            Owners = SlotPlan.Parse(HostedBy(usable.Concat(snapshot.Nodes.Values.Where(n => !n.IsUsable)))),
            Wishes = SlotPlan.Parse(snapshot.Wishes.Select(wish => (wish.Key, wish.Value))),
        };
        var histories = SlotHistories.Of(snapshot);
        input = input with { Histories = histories.Readers };
        return new Index([.. usable.Select(node => node.Address)], agents.ToImmutable(), input, histories);
    }

    private static IEnumerable<(string Slot, string Node)> HostedBy(IEnumerable<NodeEntry> nodes) =>
        nodes.Where(node => node.Description is not null).SelectMany(node => node.Description!.Slots, (node, slot) => (slot, node.NodeId!));

    private static NodeView ToView(NodeEntry node) => new()
    {
        Id = node.NodeId!,
        Device = node.Description!.Device,
        Load = node.Load ?? UnknownLoad,
        Agents = [.. node.Description.Agents.Select(a => a.Name)],
        Tools = node.Description.Tools.ToImmutableSortedSet(StringComparer.Ordinal),
    };

    /// <param name="Usable">Addresses, by node id.</param>
    private sealed record Index(
        ImmutableArray<string> Usable, ImmutableSortedDictionary<AgentName, Agent> Agents, PlacementInput Input, SlotHistories Histories);
}

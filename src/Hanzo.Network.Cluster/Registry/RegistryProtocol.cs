using System.Collections.Immutable;
using Akka.Cluster;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Placement;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>
/// What is said to the two registries of a node, and what they tell its directory. It stays within the node but for changes of
/// deployed agents, which all go to the <see cref="AgentKeeper"/>.
/// </summary>
internal static class RegistryProtocol
{
    /// <summary>To the <see cref="NodeRegistry"/>: a member is there, maybe in a new life; what it says is wanted.</summary>
    public sealed record Watch(string NodeId);

    /// <summary>No member has this id any more.</summary>
    /// <param name="Emptied">The life whose values this node is to empty; null: another node does that.</param>
    public sealed record Unwatch(string NodeId, UniqueAddress? Emptied);

    /// <summary>This node's own description. <paramref name="Everywhere"/>: it is sent to all nodes at once, changed or not.</summary>
    public sealed record Describe(NodeDescription Description, bool Everywhere);

    public sealed record Report(LoadReport Load);

    /// <summary>Does every other node have the description? Answered with <see cref="DirectoryProtocol.Told"/>.</summary>
    public sealed record Confirm
    {
        public static readonly Confirm Instance = new();
    }

    /// <summary>From the <see cref="NodeRegistry"/> when it starts, also anew: tell me all.</summary>
    public sealed record NodesWanted
    {
        public static readonly NodesWanted Instance = new();
    }

    /// <param name="Writer">The life of the node that wrote it.</param>
    public sealed record NodeTold(UniqueAddress Writer, NodeDescription Description);

    /// <inheritdoc cref="NodeTold"/>
    public sealed record LoadTold(UniqueAddress Writer, LoadReport Report);

    public sealed record AgentTold(DeployedAgent Agent);

    /// <param name="Wishes">Node id by slot.</param>
    public sealed record WishesTold(ImmutableSortedDictionary<string, string> Wishes);

    /// <summary>
    /// To the <see cref="SharedRegistry"/>, by way of the directory; the answer is <see cref="Done"/> or <see cref="Refused"/>.
    /// </summary>
    public interface ISharedRequest;

    public sealed record PutAgent(Agent Agent) : ISharedRequest, IWireMessage;

    public sealed record RemoveAgent(AgentName Name, DateTimeOffset At) : ISharedRequest, IWireMessage;

    /// <summary>The group has decided it: it counts, and the other nodes are told.</summary>
    /// <param name="IsAwaited">
    /// Answered with <see cref="Done"/> when a majority of the nodes has heard of it, or has not for some time; else not answered.
    /// </param>
    public sealed record Committed(DeployedAgent Agent, bool IsAwaited) : ISharedRequest;

    public sealed record LookForAgent(AgentName Name) : ISharedRequest;

    public sealed record PutWish(SlotId Slot, string Node) : ISharedRequest;

    /// <summary>Not answered. A wish that has changed since stays.</summary>
    /// <param name="Wishes">Node id by slot.</param>
    public sealed record DropWishes(ImmutableSortedDictionary<string, string> Wishes) : ISharedRequest;

    /// <param name="Version">Of the agent; 0 when there is none.</param>
    public sealed record Done(long Version) : IWireMessage;

    public sealed record Refused(NetworkError Error, string Message) : IWireMessage;
}

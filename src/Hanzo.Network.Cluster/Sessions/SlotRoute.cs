using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Placement;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>
/// The way to a slot past this node's own region. A region asks the coordinator of shards for each home that it has not met yet, and waits
/// for as long as that one's node is silent and not yet down; but who has the slot has told everyone so, and any region serves any node.
/// </summary>
internal static class SlotRoute
{
    /// <summary>Null: no other node that is in reach says that it has the slot.</summary>
    public static ActorSelection? ToHost(ActorSystem system, DirectorySnapshot snapshot, SlotId slot) =>
        snapshot.OtherHostOf(slot) is { } host ? system.ActorSelection($"{host.Address}/user/{SlotSessions.Name}") : null;
}

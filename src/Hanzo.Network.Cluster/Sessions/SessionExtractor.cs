using Akka.Cluster.Sharding;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>A session's id names its slot, which is its shard.</summary>
internal sealed class SessionExtractor : IMessageExtractor
{
    public string? EntityId(object message) => (message as ISessionMessage)?.Session.ToString();

    public object EntityMessage(object message) => message;

    public string? ShardId(object message) => (message as ISessionMessage)?.Session.Slot.ToString();

    public string ShardId(string entityId, object? messageHint = null) => entityId[..entityId.LastIndexOf('.')];
}

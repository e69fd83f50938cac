using Akka.Cluster.Sharding;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>A session's id names its slot, which is its shard; nothing is hashed.</summary>
internal sealed class SessionExtractor() : HashCodeMessageExtractor(maxNumberOfShards: 1)
{
    public override string? EntityId(object message) => (message as ISessionMessage)?.Session.ToString();

    public override string ShardId(string entityId, object? messageHint = null) => entityId[..entityId.LastIndexOf('.')];
}

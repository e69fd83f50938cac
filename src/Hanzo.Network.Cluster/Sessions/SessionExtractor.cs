using Akka.Cluster.Sharding;
using Hanzo.Network.Cluster.Sessions.Slots;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;
using static Hanzo.Network.Cluster.Sessions.Slots.SlotIndexProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>A session's id names its slot, which is its shard, and so does that of the slot's index; nothing is hashed.</summary>
internal sealed class SessionExtractor() : HashCodeMessageExtractor(maxNumberOfShards: 1)
{
    public override string? EntityId(object message) => message switch
    {
        ISessionMessage to => to.Session.ToString(),
        BranchStart branch => branch.Session.ToString(),
        ISlotMessage to => SlotIndexName.EntityOf(to.Slot),
        _ => null,
    };

    public override string ShardId(string entityId, object? messageHint = null) => entityId[..entityId.LastIndexOf('.')];
}

namespace Akka.Cluster.Sharding;

/// <summary>Which entity a message is for, and in which shard that entity lives.</summary>
public interface IMessageExtractor
{
    /// <summary>Null: the message is for no entity.</summary>
    string? EntityId(object message);

    /// <summary>What the entity gets.</summary>
    object? EntityMessage(object message);

    /// <summary>The same for the same entity, on all nodes and at all times.</summary>
    /// <param name="messageHint">The message at hand, if there is one.</param>
    string ShardId(string entityId, object? messageHint = null);
}

using Akka.Actor;

namespace Akka.Cluster.Sharding;

/// <summary>Carries any message to an entity, with any extractor: the entity gets what is inside.</summary>
public sealed class ShardingEnvelope : IWrappedMessage, IClusterShardingSerializable, IEquatable<ShardingEnvelope>
{
    public ShardingEnvelope(string entityId, object message)
    {
        EntityId = entityId;
        Message = message;
    }

    public string EntityId { get; }

    public object Message { get; }

    public bool Equals(ShardingEnvelope? other) => other is not null && EntityId == other.EntityId && Equals(Message, other.Message);

    public override bool Equals(object? obj) => Equals(obj as ShardingEnvelope);

    public override int GetHashCode() => (EntityId, Message).GetHashCode();

    public override string ToString() => $"ShardingEnvelope({EntityId}, {Message})";
}

/// <summary>What sharding sends between nodes.</summary>
public interface IClusterShardingSerializable;

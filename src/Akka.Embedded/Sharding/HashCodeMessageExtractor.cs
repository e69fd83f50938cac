using System.Globalization;
using Akka.Embedded.Runtime;

namespace Akka.Cluster.Sharding;

/// <summary>Spreads entities over a fixed number of shards by a hash of their ids that is the same in every process.</summary>
public abstract class HashCodeMessageExtractor : IMessageExtractor
{
    public readonly int MaxNumberOfShards;
    private readonly string?[] _names;

    /// <param name="maxNumberOfShards">At least 1. It must be the same on all nodes.</param>
    protected HashCodeMessageExtractor(int maxNumberOfShards)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxNumberOfShards, 1);
        MaxNumberOfShards = maxNumberOfShards;
        _names = new string[maxNumberOfShards];
    }

    /// <summary>An extractor made of functions.</summary>
    /// <param name="maxNumberOfShards">At least 1. It must be the same on all nodes.</param>
    /// <param name="entityIdExtractor">Null: the message is for no entity.</param>
    /// <param name="messageExtractor">What the entity gets; the message itself without it, and where it gives null.</param>
    public static HashCodeMessageExtractor Create(
        int maxNumberOfShards, Func<object, string?> entityIdExtractor, Func<object, object>? messageExtractor = null) =>
        new OfFunctions(maxNumberOfShards, entityIdExtractor, messageExtractor);

    public abstract string? EntityId(object message);

    public virtual object? EntityMessage(object message) => message;

    public virtual string ShardId(string entityId, object? messageHint = null)
    {
        var shard = (uint)StableHash.Of(entityId) % (uint)MaxNumberOfShards;
        return _names[shard] ??= shard.ToString(CultureInfo.InvariantCulture);
    }

    private sealed class OfFunctions(int shards, Func<object, string?> id, Func<object, object>? content) : HashCodeMessageExtractor(shards)
    {
        public override string? EntityId(object message) => id(message);

        public override object? EntityMessage(object message) => content?.Invoke(message) ?? message;
    }
}

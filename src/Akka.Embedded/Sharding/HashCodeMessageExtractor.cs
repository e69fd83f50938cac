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

    public abstract string? EntityId(object message);

    public virtual object? EntityMessage(object message) => message;

    public virtual string ShardId(string entityId, object? messageHint = null)
    {
        var shard = (uint)StableHash.Of(entityId) % (uint)MaxNumberOfShards;
        return _names[shard] ??= shard.ToString(CultureInfo.InvariantCulture);
    }
}

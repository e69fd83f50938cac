using System.Collections.Immutable;
using Akka.Actor;

namespace Akka.Cluster.Sharding;

/// <summary>
/// Decides where shards live. It runs beside the coordinator, which can be on any node, so every node must have the same one.
/// </summary>
public interface IShardAllocationStrategy : INoSerializationVerificationNeeded
{
    /// <summary>
    /// Chooses one of the regions in <paramref name="currentShardAllocations"/>. A faulted task, or a region that is not among them, means
    /// "not now": the shard is asked for again later, and its messages wait. The region of the coordinator's own node has an address
    /// without host.
    /// </summary>
    Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations);

    /// <summary>Names the shards that are to move; each is then allocated anew.</summary>
    Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress);
}

/// <summary>A strategy that wants to know its actor system before the first question.</summary>
public interface IActorSystemDependentAllocationStrategy : IShardAllocationStrategy
{
    void Start(ActorSystem system);
}

public interface IStartableAllocationStrategy : IShardAllocationStrategy
{
    void Start();
}

public static class ShardAllocationStrategy
{
    /// <summary>New shards go where the fewest are; a round of rebalancing moves shards from the fullest regions.</summary>
    /// <param name="absoluteLimit">Shards moved in one round, at most.</param>
    /// <param name="relativeLimit">Part of all shards moved in one round, at most, from 0 to 1; at least one shard is.</param>
    public static IShardAllocationStrategy LeastShardAllocationStrategy(int absoluteLimit, double relativeLimit) =>
        new Embedded.Sharding.Strategies.LeastShards(absoluteLimit, relativeLimit);
}

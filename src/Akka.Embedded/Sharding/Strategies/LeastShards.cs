using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;

namespace Akka.Embedded.Sharding.Strategies;

/// <summary>The default strategy, over the regions of members that are Up.</summary>
internal sealed class LeastShards(int absoluteLimit, double relativeLimit) : IActorSystemDependentAllocationStrategy
{
    private Akka.Cluster.Cluster? _cluster;

    public void Start(ActorSystem system) => _cluster = Akka.Cluster.Cluster.Get(system);

    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var regions = Sorted(currentShardAllocations);
        return regions.Count > 0
            ? Task.FromResult(regions[0].Region)
            : Task.FromException<IActorRef>(new InvalidOperationException($"No region of a member that is Up can host shard {shardId}."));
    }

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        if (rebalanceInProgress.Count > 0)
            return Task.FromResult<IImmutableSet<string>>(ImmutableSortedSet<string>.Empty);
        var shards = Sorted(currentShardAllocations).ConvertAll(entry => entry.Shards);
        return Task.FromResult<IImmutableSet<string>>(LeastShardsPlan.ToMove(shards, absoluteLimit, relativeLimit));
    }

    private List<(IActorRef Region, IImmutableList<string> Shards)> Sorted(
        IImmutableDictionary<IActorRef, IImmutableList<string>> allocations)
    {
        var up = _cluster!.State.Members.Where(member => member.Status == MemberStatus.Up).Select(member => member.Address).ToHashSet();
        return allocations
            .Where(entry => up.Contains(entry.Key.Path.Address.HasLocalScope ? _cluster.SelfAddress : entry.Key.Path.Address))
            .OrderBy(entry => entry.Value.Count)
            .ThenBy(entry => entry.Key.Path.ToString(), StringComparer.Ordinal)
            .Select(entry => (entry.Key, entry.Value))
            .ToList();
    }
}

using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>Gives shards of run ids to the nodes with the fewest of them, where their ids are.</summary>
internal sealed class RunDirectoryStrategy(Board<DirectorySnapshot> board) : IActorSystemDependentAllocationStrategy
{
    private string _selfAddress = "";

    public void Start(ActorSystem system) => _selfAddress = Akka.Cluster.Cluster.Get(system).SelfAddress.ToString();

    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var snapshot = board.Current;
        if (!SlotId.TryParse(shardId, out var shard))
            return Task.FromException<IActorRef>(new ArgumentException($"shard '{shardId}' is none of run ids.", nameof(shardId)));
        var home = RunShardMoves.HomeFor(snapshot, shard, Homes(snapshot, currentShardAllocations));
        // A faulted task is retried; a null result would fail the coordinator.
        return home is not null
            ? Task.FromResult(currentShardAllocations.Keys.First(region => AddressOf(region) == home.Node.Address))
            : Task.FromException<IActorRef>(new AgentNetworkException(
                NetworkError.HistoryUnavailable, snapshot.Histories.WhyOutOfReach(shard) ?? $"no node may have shard '{shardId}' now."));
    }

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        var snapshot = board.Current;
        var moves = rebalanceInProgress.Count > 0 ? [] : RunShardMoves.Choose(snapshot, Homes(snapshot, currentShardAllocations));
        return Task.FromResult<IImmutableSet<string>>(
            moves.Select(shard => shard.ToString()).ToImmutableSortedSet(StringComparer.Ordinal));
    }

    private List<RunHome> Homes(DirectorySnapshot snapshot, IImmutableDictionary<IActorRef, IImmutableList<string>> allocations)
    {
        var homes = new List<RunHome>();
        foreach (var (region, shards) in allocations)
            if (snapshot.Nodes.GetValueOrDefault(AddressOf(region)) is { Description: not null } node)
                homes.Add(new RunHome(node, [.. SlotPlan.Parse(shards.Select(shard => (shard, ""))).Keys]));
        return homes;
    }

    private string AddressOf(IActorRef region) => region.Path.Address.HasLocalScope ? _selfAddress : region.Path.Address.ToString();
}

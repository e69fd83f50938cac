using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;

namespace Hanzo.Network.Cluster.Sessions.RunIds;

/// <summary>Gives shards of run ids to the nodes with the fewest of them, where their history is; they stay there.</summary>
internal sealed class RunDirectoryStrategy(Board<DirectorySnapshot> board) : IActorSystemDependentAllocationStrategy
{
    private static readonly Task<IImmutableSet<string>> None =
        Task.FromResult<IImmutableSet<string>>(ImmutableSortedSet<string>.Empty);

    private string _selfAddress = "";

    public void Start(ActorSystem system) => _selfAddress = Akka.Cluster.Cluster.Get(system).SelfAddress.ToString();

    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var snapshot = board.Current;
        if (!SlotId.TryParse(shardId, out var slot))
            return Task.FromException<IActorRef>(new ArgumentException($"shard '{shardId}' is none of run ids.", nameof(shardId)));
        var homes = currentShardAllocations
            .Select(region => (Region: region.Key, Node: snapshot.Nodes.GetValueOrDefault(AddressOf(region.Key)), region.Value.Count))
            .Where(home => home.Node is { IsUsable: true } node && snapshot.Histories.MayBeOn(slot, node.NodeId!))
            .OrderBy(home => JournalIdentity.IsMemory(home.Node!.Description!.Journal))
            .ThenBy(home => home.Count).ThenBy(home => home.Node!.NodeId, StringComparer.Ordinal)
            .ToArray();
        // A faulted task is retried; a null result would fail the coordinator.
        return homes.Length > 0
            ? Task.FromResult(homes[0].Region)
            : Task.FromException<IActorRef>(new AgentNetworkException(
                NetworkError.HistoryUnavailable, snapshot.Histories.WhyOutOfReach(slot) ?? $"no node may have shard '{shardId}' now."));
    }

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress) => None;

    private string AddressOf(IActorRef region) => region.Path.Address.HasLocalScope ? _selfAddress : region.Path.Address.ToString();
}

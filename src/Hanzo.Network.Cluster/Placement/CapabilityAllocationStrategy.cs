using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Gives each slot to the node that the plan names, as the directory of the coordinator's node knows the network.</summary>
internal sealed class CapabilityAllocationStrategy(Board<DirectorySnapshot> board, ILogger log) : IActorSystemDependentAllocationStrategy
{
    private string _selfAddress = "";

    public void Start(ActorSystem system) => _selfAddress = Akka.Cluster.Cluster.Get(system).SelfAddress.ToString();

    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var snapshot = board.Current;
        var regions = Regions(snapshot, currentShardAllocations.Keys);
        var input = SlotPlan.InputFor(snapshot, [.. regions.Keys], Owners(snapshot, currentShardAllocations));
        if (SlotPlan.HomeOf(snapshot, input, shardId) is { } node)
        {
            AllocationLog.Allocated(log, shardId, node);
            return Task.FromResult(regions[node]);
        }

        // A faulted task is retried; a null result would fail the coordinator.
        var text = SlotId.TryParse(shardId, out var slot)
            ? Dispatcher.NoCandidateText(snapshot, slot.Agent)
            : $"shard '{shardId}' is no slot.";
        return Task.FromException<IActorRef>(new AgentNetworkException(NetworkError.NoCandidate, text));
    }

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        var snapshot = board.Current;
        var regions = Regions(snapshot, currentShardAllocations.Keys);
        var input = SlotPlan.InputFor(snapshot, [.. regions.Keys], Owners(snapshot, currentShardAllocations));
        var moves = SlotMoves.Choose(input, SlotPlan.HoldersIn(snapshot), rebalanceInProgress.Count);
        foreach (var move in moves) AllocationLog.Moving(log, move.Slot, move.From, move.To, move.Why);
        return Task.FromResult<IImmutableSet<string>>(moves.Select(move => move.Slot.ToString()).ToImmutableHashSet());
    }

    private SortedDictionary<string, IActorRef> Regions(DirectorySnapshot snapshot, IEnumerable<IActorRef> regions)
    {
        var byNode = new SortedDictionary<string, IActorRef>(StringComparer.Ordinal);
        foreach (var region in regions)
            if (NodeOf(snapshot, region) is { IsUsable: true } node) byNode[node.NodeId!] = region;
        return byNode;
    }

    private Dictionary<string, string> Owners(
        DirectorySnapshot snapshot, IImmutableDictionary<IActorRef, IImmutableList<string>> allocations)
    {
        var owners = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (region, slots) in allocations)
            if (NodeOf(snapshot, region)?.NodeId is { } node)
                foreach (var slot in slots) owners[slot] = node;
        return owners;
    }

    /// <summary>The coordinator's own region has an address without a host.</summary>
    private NodeEntry? NodeOf(DirectorySnapshot snapshot, IActorRef region) =>
        snapshot.Nodes.GetValueOrDefault(region.Path.Address.HasLocalScope ? _selfAddress : region.Path.Address.ToString());
}

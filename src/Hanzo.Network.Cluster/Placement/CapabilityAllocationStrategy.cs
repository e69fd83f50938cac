using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Placement;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Gives each slot to the node that the plan names, as the directory of the coordinator's node knows the network.</summary>
internal sealed class CapabilityAllocationStrategy(Board<DirectorySnapshot> board, TimeProvider time, ILogger log)
    : IActorSystemDependentAllocationStrategy
{
    private string _selfAddress = "";
    private ActorSelection _directory = null!;
    private AllocationPlan? _plan;
    private WishAges _ages = WishAges.None;

    public void Start(ActorSystem system)
    {
        _selfAddress = Akka.Cluster.Cluster.Get(system).SelfAddress.ToString();
        _directory = system.ActorSelection($"/user/{NodeDirectory.Name}");
    }

    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        var snapshot = board.Current;
        if (_plan?.HoldsFor(snapshot, currentShardAllocations) != true)
            _plan = AllocationPlan.Of(snapshot, currentShardAllocations, _selfAddress, _plan);
        if (_plan.HomeOf(snapshot, shardId) is var (node, region))
        {
            AllocationLog.Allocated(log, shardId, node);
            return Task.FromResult(region);
        }

        // A faulted task is retried; a null result would fail the coordinator.
        var text = SlotId.TryParse(shardId, out var slot)
            ? Dispatcher.WhyHeld(snapshot, slot) ?? Dispatcher.NoCandidateText(snapshot, slot.Agent)
            : $"shard '{shardId}' is no slot.";
        return Task.FromException<IActorRef>(new AgentNetworkException(NetworkError.NoCandidate, text));
    }

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress)
    {
        var snapshot = board.Current;
        if (_plan?.IsOf(snapshot, currentShardAllocations) != true)
            _plan = AllocationPlan.Of(snapshot, currentShardAllocations, _selfAddress, _plan);
        var holders = SlotPlan.HoldersIn(snapshot);
        var now = time.Elapsed();
        _ages = _ages.Seen(snapshot.Input.Wishes, now);
        DropSettled(WishRules.Settled(snapshot.Input with { Owners = _plan.Input.Owners }, holders, _ages, now));
        var moves = SlotMoves.Choose(_plan.Input, holders, rebalanceInProgress.Count, _plan.Homes);
        foreach (var move in moves) AllocationLog.Moving(log, move.Slot, move.From, move.To, move.Why);
        return Task.FromResult<IImmutableSet<string>>(
            moves.Select(move => move.Slot.ToString()).ToImmutableSortedSet(StringComparer.Ordinal));
    }

    private void DropSettled(ImmutableSortedDictionary<string, string> wishes)
    {
        if (wishes.IsEmpty) return;
        AllocationLog.WishesSettled(log, string.Join(", ", wishes.Select(wish => $"{wish.Key} on {wish.Value}")));
        _directory.Tell(new RegistryProtocol.DropWishes(wishes));
    }
}

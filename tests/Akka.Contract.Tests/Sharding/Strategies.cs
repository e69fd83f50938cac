using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;

namespace Akka.Contract.Tests.Sharding;

/// <summary>Each shard goes where the test says; a shard that is elsewhere is moved.</summary>
internal sealed class PinnedStrategy : IActorSystemDependentAllocationStrategy
{
    private readonly Pins _pins;
    private Akka.Cluster.Cluster? _cluster;

    public PinnedStrategy(Pins pins) => _pins = pins;

    public void Start(ActorSystem system) => _cluster = Akka.Cluster.Cluster.Get(system);

    public Task<IActorRef> AllocateShard(
        IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations)
    {
        if (_pins.Refuse())
            return Task.FromException<IActorRef>(new InvalidOperationException("not now"));
        var home = currentShardAllocations.Keys.FirstOrDefault(region => AddressOf(region) == _pins.Home(shardId));
        return home is null
            ? Task.FromException<IActorRef>(new InvalidOperationException($"no region for {shardId}"))
            : Task.FromResult(home);
    }

    public Task<IImmutableSet<string>> Rebalance(
        IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress) =>
        Task.FromResult<IImmutableSet<string>>(currentShardAllocations
            .SelectMany(region => region.Value.Where(shard => AddressOf(region.Key) != _pins.Home(shard)))
            .ToImmutableSortedSet());

    private Address AddressOf(IActorRef region) => region.Path.Address.HasLocalScope ? _cluster!.SelfAddress : region.Path.Address;
}

/// <summary>Where shards belong. Shared by the strategies of all nodes of a test.</summary>
internal sealed class Pins(Address everywhere)
{
    private ImmutableDictionary<string, Address> _homes = ImmutableDictionary<string, Address>.Empty;
    private int _refusals;

    public int RefusalsLeft
    {
        get => Volatile.Read(ref _refusals);
        set => Volatile.Write(ref _refusals, value);
    }

    public Address Home(string shard) => _homes.GetValueOrDefault(shard, everywhere);

    public void Pin(string shard, Address address) => ImmutableInterlocked.AddOrUpdate(ref _homes, shard, address, (_, _) => address);

    public bool Refuse() => Volatile.Read(ref _refusals) > 0 && Interlocked.Decrement(ref _refusals) >= 0;
}

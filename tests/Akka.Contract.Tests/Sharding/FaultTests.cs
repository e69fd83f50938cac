using System.Collections.Immutable;
using System.Diagnostics;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Contract.Tests.Support;
using Akka.Event;
using static Akka.Contract.Tests.Sharding.ShardingTest;

namespace Akka.Contract.Tests.Sharding;

public sealed class FaultTests
{
    private readonly Witness _witness = new();

    [Fact]
    public async Task A_strategy_that_does_not_answer_is_asked_again()
    {
        await using var cluster = await ShardedCluster.Start(1);
        var strategy = new SilentAtFirst();
        var region = await ClusterSharding.Get(cluster[0]).StartAsync(
            "thing",
            Entity.Factory(_witness),
            ClusterShardingSettings.Create(cluster[0]),
            new DottedExtractor(),
            strategy,
            StopIt.Instance);

        (await Where(region, "oak.1")).Shard.ShouldBe("oak");

        strategy.Asked.ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task A_coordinator_that_fails_is_replaced_and_nothing_moves()
    {
        await using var cluster = await ShardedCluster.Start(2, "akka.cluster.sharding.coordinator-failure-backoff = 200ms");
        var regions = await StartRegions(cluster, _witness);
        var before = await WhereAll(regions[1], 0, 6);

        foreach (var path in new[] { "coordinator", "singleton/coordinator" })
            cluster[0].ActorSelection($"/system/sharding/thingCoordinator/{path}").Tell(Kill.Instance, ActorRefs.NoSender);

        (await WhereAll(regions[1], 6, 6)).Count.ShouldBe(6);
        (await WhereAll(regions[0], 0, 6)).ShouldBe(before);
        _witness.Doubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_shards_of_a_downed_node_wait_for_the_removal_margin()
    {
        var margin = TimeSpan.FromSeconds(3);
        await using var cluster = await ShardedCluster.Start(2, $"akka.cluster.down-removal-margin = {margin.TotalSeconds}s");
        var pins = new Pins(Akka.Cluster.Cluster.Get(cluster[1]).SelfAddress);
        var regions = await StartRegions(cluster, _witness, pins: pins);
        await Where(regions[0], "oak.1");
        pins.Pin("oak", Akka.Cluster.Cluster.Get(cluster[0]).SelfAddress);
        pins.Pin("elm", Akka.Cluster.Cluster.Get(cluster[0]).SelfAddress);
        var clock = Stopwatch.StartNew();

        await cluster.Kill(cluster[1]);

        (await Where(regions[0], "oak.1")).Node.ShouldBe(AddressOf(cluster[0]));
        clock.Elapsed.ShouldBeGreaterThan(margin);
    }

    [Fact]
    public async Task An_entity_that_throws_is_restarted_and_stays_where_it_is()
    {
        await using var cluster = await ShardedCluster.Start(1);
        var listener = new Listener(cluster[0]);
        var region = await ClusterSharding.Get(cluster[0]).StartAsync(
            "fragile",
            id => Props.Create(() => new Fragile(listener.Ref)),
            ClusterShardingSettings.Create(cluster[0]),
            new DottedExtractor());

        region.Tell(new To("oak.1", "fine"));
        region.Tell(new To("oak.1", "throw"));
        region.Tell(new To("oak.1", "fine again"));

        (await listener.Next(5)).ShouldBe(["started", "fine", "restarted", "started", "fine again"]);
    }

    [EmbeddedOnly("Akka.NET's region restarts, and with it all its entities")]
    public async Task A_message_that_the_extractor_cannot_bear_costs_nothing_else()
    {
        await using var cluster = await ShardedCluster.Start(1);
        var extractor = HashCodeMessageExtractor.Create(
            5, message => message is To to ? to.Id : throw new InvalidOperationException("what is this?"));
        var region = await ClusterSharding.Get(cluster[0]).StartAsync(
            "thing", Entity.Factory(_witness), ClusterShardingSettings.Create(cluster[0]), extractor);
        (await WhereOnce(region, "oak.1")).Heard.ShouldBe(1);

        region.Tell("garbage");

        (await WhereOnce(region, "oak.1")).Heard.ShouldBe(2);
        _witness.Doubles.ShouldBeEmpty();
    }

    [EmbeddedOnly("Akka.NET's shard restarts, and with it all its entities")]
    public async Task An_entity_that_cannot_be_made_costs_nothing_else()
    {
        await using var cluster = await ShardedCluster.Start(1);
        var factory = Entity.Factory(_witness);
        var lost = new Listener(cluster[0]);
        cluster[0].EventStream.Subscribe(lost.Ref, typeof(DeadLetter));
        var region = await ClusterSharding.Get(cluster[0]).StartAsync(
            "thing",
            id => id == "oak.2" ? throw new InvalidOperationException("no seed") : factory(id),
            ClusterShardingSettings.Create(cluster[0]),
            new DottedExtractor());
        (await WhereOnce(region, "oak.1")).Heard.ShouldBe(1);

        region.Tell(new To("oak.2", "where"));

        (await lost.Await<DeadLetter>(letter => letter.Message is To)).Message.ShouldBe(new To("oak.2", "where"));
        (await WhereOnce(region, "oak.1")).Heard.ShouldBe(2);
    }

    private static async Task<List<string>> WhereAll(IActorRef region, int from, int count)
    {
        var homes = new List<string>();
        for (var i = from; i < from + count; i++)
            homes.Add((await Where(region, $"s{i}.1")).Node);
        return homes;
    }

    private sealed class SilentAtFirst : IShardAllocationStrategy
    {
        private int _asked;

        public int Asked => Volatile.Read(ref _asked);

        public Task<IActorRef> AllocateShard(
            IActorRef requester, string shardId, IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations) =>
            Interlocked.Increment(ref _asked) == 1
                ? new TaskCompletionSource<IActorRef>().Task
                : Task.FromResult(currentShardAllocations.Keys.First());

        public Task<IImmutableSet<string>> Rebalance(
            IImmutableDictionary<IActorRef, IImmutableList<string>> currentShardAllocations, IImmutableSet<string> rebalanceInProgress) =>
            Task.FromResult<IImmutableSet<string>>(ImmutableHashSet<string>.Empty);
    }

    private sealed class Fragile : ReceiveActor
    {
        private readonly IActorRef _listener;

        public Fragile(IActorRef listener)
        {
            _listener = listener;
            Receive<To>(to =>
            {
                if (to.Word == "throw")
                    throw new InvalidOperationException(to.Word);
                listener.Tell(to.Word);
            });
        }

        protected override void PreStart() => _listener.Tell("started");

        protected override void PreRestart(Exception reason, object message)
        {
            _listener.Tell("restarted");
            base.PreRestart(reason, message);
        }
    }
}

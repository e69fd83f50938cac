using Akka.Actor;
using Akka.Cluster.Sharding;
using static Akka.Contract.Tests.Sharding.ShardingTest;

namespace Akka.Contract.Tests.Sharding;

public sealed class HandOffTests : IAsyncLifetime
{
    private readonly Witness _witness = new();
    private ShardedCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await ShardedCluster.Start(3);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task A_moved_shard_stops_its_entities_with_the_stop_message_and_starts_them_elsewhere()
    {
        var pins = PinnedTo(1);
        var listener = new Listener(_cluster[0]);
        var regions = await StartRegions(_cluster, _witness, listener.Ref, pins);
        (await Where(regions[0], "oak.1")).Node.ShouldBe(AddressOf(_cluster[1]));

        pins.Pin("oak", Address(2));

        (await listener.Next()).ShouldBe("stopping");
        (await Where(regions[0], "oak.1", found => found.Node == AddressOf(_cluster[2]))).Shard.ShouldBe("oak");
        _witness.Doubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_sent_during_a_hand_off_arrives_afterwards_in_order()
    {
        var pins = PinnedTo(1);
        var listener = new Listener(_cluster[0]);
        var gate = new Listener(_cluster[0]);
        foreach (var node in _cluster.Nodes)
        {
            await ClusterSharding.Get(node).StartAsync(
                "slow",
                id => Props.Create(() => new SlowToStop(listener.Ref, gate.Ref)),
                ClusterShardingSettings.Create(node),
                new DottedExtractor(),
                new PinnedStrategy(pins),
                StopIt.Instance);
        }

        var region = ClusterSharding.Get(_cluster[0]).ShardRegion("slow");
        region.Tell(new To("oak.1", "first"));
        (await listener.Next()).ShouldBe("first");
        pins.Pin("oak", Address(2));
        var stopping = (IActorRef)await gate.Next();

        for (var i = 0; i < 200; i++)
            region.Tell(new To("oak.1", $"word {i}"));
        stopping.Tell("now");

        (await listener.Next(200)).ShouldBe(Enumerable.Range(0, 200).Select(i => $"word {i}"));
    }

    [Fact]
    public async Task A_region_that_is_shut_down_gracefully_hands_its_shards_over_and_ends()
    {
        var pins = PinnedTo(1);
        var listener = new Listener(_cluster[0]);
        var regions = await StartRegions(_cluster, _witness, listener.Ref, pins);
        await Where(regions[0], "oak.1");
        pins.Pin("oak", Address(2));
        var ended = new Listener(_cluster[1]);
        _cluster[1].ActorOf(Props.Create(() => new Undertaker(regions[1], ended.Ref)));

        regions[1].Tell(GracefulShutdown.Instance);

        (await ended.Next()).ShouldBe("ended");
        (await Where(regions[0], "oak.1")).Node.ShouldBe(AddressOf(_cluster[2]));
        _witness.Doubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_that_leaves_hands_its_shards_over_first()
    {
        var listener = new Listener(_cluster[0]);
        var regions = await StartRegions(_cluster, _witness, listener.Ref);
        var before = await WhereAll(regions[0], 9);
        before.Values.ShouldContain(AddressOf(_cluster[2]));
        var leaving = AddressOf(_cluster[2]);

        await _cluster.Leave(_cluster[2]);

        var after = await WhereAll(regions[0], 9);
        after.Values.ShouldNotContain(leaving);
        after.Where(home => before[home.Key] != leaving).ShouldAllBe(home => before[home.Key] == home.Value);
        _witness.Doubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_node_with_the_coordinator_can_leave_too()
    {
        var regions = await StartRegions(_cluster, _witness);
        await WhereAll(regions[1], 9);
        var leaving = AddressOf(_cluster[0]);

        await _cluster.Leave(_cluster[0]);

        (await WhereAll(regions[1], 12)).Values.ShouldNotContain(leaving);
        _witness.Doubles.ShouldBeEmpty();
    }

    private static async Task<Dictionary<string, string>> WhereAll(IActorRef region, int shards)
    {
        var homes = new Dictionary<string, string>();
        for (var i = 0; i < shards; i++)
            homes[$"s{i}"] = (await Where(region, $"s{i}.1")).Node;
        return homes;
    }

    private Address Address(int node) => Akka.Cluster.Cluster.Get(_cluster[node]).SelfAddress;

    private Pins PinnedTo(int node) => new(Address(node));

    private sealed class SlowToStop : ReceiveActor
    {
        public SlowToStop(IActorRef listener, IActorRef gate)
        {
            Receive<To>(to => listener.Tell(to.Word));
            Receive<StopIt>(_ => gate.Tell(Self));
            Receive<string>(_ => Context.Stop(Self));
        }
    }

    private sealed class Undertaker : ReceiveActor
    {
        public Undertaker(IActorRef region, IActorRef listener)
        {
            Context.Watch(region);
            Receive<Terminated>(_ => listener.Tell("ended"));
        }
    }
}

using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Event;
using static Akka.Contract.Tests.Sharding.ShardingTest;

namespace Akka.Contract.Tests.Sharding;

public sealed class BoundsTests
{
    [Fact]
    public async Task An_entity_that_does_not_stop_is_stopped_after_the_hand_off_timeout()
    {
        await using var cluster = await ShardedCluster.Start(2, "akka.cluster.sharding.handoff-timeout = 1s");
        var pins = new Pins(Akka.Cluster.Cluster.Get(cluster[0]).SelfAddress);
        var listener = new Listener(cluster[0]);
        foreach (var node in cluster.Nodes)
        {
            await ClusterSharding.Get(node).StartAsync(
                "stubborn",
                id => Props.Create(() => new Stubborn(listener.Ref)),
                ClusterShardingSettings.Create(node),
                new DottedExtractor(),
                new PinnedStrategy(pins),
                StopIt.Instance);
        }

        var region = ClusterSharding.Get(cluster[1]).ShardRegion("stubborn");
        region.Tell(new To("oak.1", "hello"));
        (await listener.Next()).ShouldBe($"hello at {AddressOf(cluster[0])}");

        pins.Pin("oak", Akka.Cluster.Cluster.Get(cluster[1]).SelfAddress);

        (await listener.Next()).ShouldBe("asked to stop");
        (await listener.Next()).ShouldBe("stopped");

        // Akka.NET gives the hand-off up after the same time, so the entity may start once more where it was.
        (await Where(region, "oak.1")).Shard.ShouldBe("oak");
    }

    [Fact]
    public async Task A_region_holds_back_no_more_than_its_buffer()
    {
        await using var cluster = await ShardedCluster.Start(1, "akka.cluster.sharding.buffer-size = 10");
        var pins = new Pins(Akka.Cluster.Cluster.Get(cluster[0]).SelfAddress) { RefusalsLeft = int.MaxValue };
        var witness = new Witness();
        var listener = new Listener(cluster[0]);
        var dropped = new Listener(cluster[0]);
        cluster[0].EventStream.Subscribe(dropped.Ref, typeof(DeadLetter));
        var region = await StartRegion(cluster[0], witness, listener.Ref, pins);

        for (var i = 0; i < 50; i++)
            region.Tell(new To("oak.1", $"word {i}"));
        (await dropped.Next(40)).Cast<DeadLetter>().Select(letter => ((To)letter.Message).Word)
            .ShouldBe(Enumerable.Range(10, 40).Select(i => $"word {i}"));
        pins.RefusalsLeft = 0;

        (await listener.Next(10)).ShouldBe(Enumerable.Range(0, 10).Select(i => $"word {i}"));
        (await WhereOnce(region, "oak.1")).Heard.ShouldBe(11);
    }

    private sealed class Stubborn : ReceiveActor
    {
        private readonly IActorRef _listener;

        public Stubborn(IActorRef listener)
        {
            _listener = listener;
            var address = Akka.Cluster.Cluster.Get(Context.System).SelfAddress;
            Receive<To>(to =>
            {
                listener.Tell($"{to.Word} at {address}");
                Sender.Tell(new Whereabouts(Self.Path.Name, Context.Parent.Path.Name, address.ToString(), 1));
            });
            Receive<StopIt>(_ => listener.Tell("asked to stop"));
        }

        protected override void PostStop() => _listener.Tell("stopped");
    }
}

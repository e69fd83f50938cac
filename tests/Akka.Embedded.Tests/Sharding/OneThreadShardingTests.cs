using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Embedded.Tests.Actor;

namespace Akka.Embedded.Tests.Sharding;

/// <summary>Sharding on one node without a thread or a clock of its own.</summary>
public sealed class OneThreadShardingTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private readonly SingleThreadWorld _world = new();
    private readonly List<string> _log = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    [Fact]
    public void Entities_answer_are_counted_and_go_when_they_are_idle()
    {
        var region = Region();

        _world.Result(region.Ask<string>("oak", Second), Second).ShouldBe("heard oak");
        _world.Result(region.Ask<ShardRegionStats>(GetShardRegionStats.Instance, Second), Second).Stats.Values.Sum().ShouldBe(1);
        _world.Result(region.Ask<CurrentRegions>(GetCurrentRegions.Instance, Second), Second).Regions.Count.ShouldBe(1);
        _world.RunFor(TimeSpan.FromMinutes(4));

        _log.ShouldBe(["oak started", "oak stopped"]);
    }

    [Fact]
    public void The_end_of_the_system_hands_over_on_the_one_thread_too()
    {
        var region = Region();
        var system = ((InternalActorRef)region).Provider.System;
        _world.Result(region.Ask<string>("oak", Second), Second);

        var ended = CoordinatedShutdown.Get(system).Run(CoordinatedShutdown.ClusterLeavingReason.Instance);
        _world.RunFor(TimeSpan.FromMinutes(1));

        ended.IsCompletedSuccessfully.ShouldBeTrue();
        _log.ShouldBe(["oak started", "oak stopped"]);
    }

    private IActorRef Region()
    {
        var system = _world.CreateSystem(
            more: """
                akka.actor.provider = cluster
                akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 1 }
                """,
            transport: new LonelyTransport());
        var cluster = Akka.Cluster.Cluster.Get(system);
        var joining = cluster.JoinAsync(cluster.SelfAddress);
        _world.RunFor(10 * Second);
        joining.IsCompletedSuccessfully.ShouldBeTrue("the node is Up");
        var region = ClusterSharding.Get(system).Start(
            "tree",
            id => Props.Create(() => new Tree(id, Note)),
            ClusterShardingSettings.Create(system),
            HashCodeMessageExtractor.Create(8, message => message as string));
        _world.RunFor(Second);
        return region;
    }

    private void Note(string word)
    {
        Environment.CurrentManagedThreadId.ShouldBe(_thread);
        _log.Add(word);
    }

    private sealed class Tree(string id, Action<string> note) : UntypedActor
    {
        protected override void PreStart() => note($"{id} started");

        protected override void PostStop() => note($"{id} stopped");

        protected override void OnReceive(object message) => Sender.Tell($"heard {message}");
    }
}

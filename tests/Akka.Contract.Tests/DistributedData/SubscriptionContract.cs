using Akka.Actor;
using Akka.Contract.Tests.Support;
using Akka.DistributedData;

namespace Akka.Contract.Tests.DistributedData;

/// <summary>Who is told of which change.</summary>
public sealed class SubscriptionContract
{
    private const string SlowToTell = "akka.cluster.distributed-data.notify-subscribers-interval = 10m";
    private static readonly GCounterKey Counter = new("counter");
    private static readonly GCounterKey Other = new("other");

    [Fact]
    public async Task A_subscriber_gets_the_value_and_its_changes()
    {
        await using var nodes = await ReplicaNodes.Formed(1);
        var node = nodes[0];
        await node.Increment(Counter);

        var seen = Watcher.Start(node, Counter);
        await seen.Sees("1");
        await node.Increment(Counter);
        await node.Increment(Other);

        await seen.Sees("1 2");
    }

    [Fact]
    public async Task A_subscriber_of_what_is_not_there_is_told_when_it_comes()
    {
        await using var nodes = await ReplicaNodes.Formed(1);
        var seen = Watcher.Start(nodes[0], Counter);

        await nodes[0].Increment(Counter);

        await seen.Sees("1");
    }

    [Fact]
    public async Task Changes_of_other_nodes_are_told_too()
    {
        await using var nodes = await ReplicaNodes.Formed(2);
        var seen = Watcher.Start(nodes[1], Counter);

        await nodes[0].Increment(Counter, 7);

        await seen.Sees("7");
    }

    [Fact]
    public async Task A_flush_tells_all_that_is_due_at_once()
    {
        await using var nodes = await ReplicaNodes.Formed(1, SlowToTell);
        var node = nodes[0];
        var seen = Watcher.Start(node, Counter);
        await node.Increment(Counter);
        node.Replicator.Tell(FlushChanges.Instance, ActorRefs.NoSender);
        await seen.Sees("1");

        await node.Increment(Counter);
        await node.Increment(Counter);
        await node.Increment(Counter);
        node.Replicator.Tell(FlushChanges.Instance, ActorRefs.NoSender);

        await seen.Sees("1 4");
    }

    [Fact]
    public async Task An_update_that_changes_nothing_is_not_told()
    {
        await using var nodes = await ReplicaNodes.Formed(1);
        var node = nodes[0];
        await node.Increment(Counter);
        var seen = Watcher.Start(node, Counter);
        await seen.Sees("1");

        await node.Update(Counter, GCounter.Empty, c => c);
        node.Replicator.Tell(FlushChanges.Instance, ActorRefs.NoSender);
        await node.Increment(Counter);

        await seen.Sees("1 2");
    }

    [Fact]
    public async Task Who_has_unsubscribed_is_told_no_more()
    {
        await using var nodes = await ReplicaNodes.Formed(1);
        var node = nodes[0];
        await node.Increment(Counter);
        var first = Watcher.Start(node, Counter);
        await first.Sees("1");

        node.Replicator.Tell(Dsl.Unsubscribe(Counter, first.Actor), ActorRefs.NoSender);
        var second = Watcher.Start(node, Counter);
        await second.Sees("1");
        await node.Increment(Counter);

        await second.Sees("1 2");
        first.Seen.ShouldBe("1");
    }

    [EmbeddedOnly("Akka.NET 1.5.30 forgets the key with the first of its subscribers that unsubscribes")]
    public async Task Others_are_still_told_when_one_has_unsubscribed()
    {
        await using var nodes = await ReplicaNodes.Formed(1);
        var node = nodes[0];
        await node.Increment(Counter);
        var (first, second) = (Watcher.Start(node, Counter), Watcher.Start(node, Counter));
        await first.Sees("1");
        await second.Sees("1");

        node.Replicator.Tell(Dsl.Unsubscribe(Counter, first.Actor), ActorRefs.NoSender);
        await node.Increment(Counter);

        await second.Sees("1 2");
        first.Seen.ShouldBe("1");
    }

    [Fact]
    public async Task A_subscriber_that_stops_is_forgotten()
    {
        await using var nodes = await ReplicaNodes.Formed(1);
        var node = nodes[0];
        var (first, second) = (Watcher.Start(node, Counter), Watcher.Start(node, Counter));
        await node.Increment(Counter);
        await first.Sees("1");
        await second.Sees("1");

        (await first.Actor.GracefulStop(ReplicaNodes.Patience)).ShouldBeTrue();
        await node.Increment(Counter);

        await second.Sees("1 2");
        first.Seen.ShouldBe("1");
    }

    [Fact]
    public async Task One_actor_may_watch_several_keys()
    {
        await using var nodes = await ReplicaNodes.Formed(1);
        var node = nodes[0];
        var seen = Watcher.Start(node, Counter, Other);

        await node.Increment(Counter, 3);
        await seen.Sees("3");
        await node.Increment(Other, 5);

        await seen.Sees("3 5");
    }

    [Fact]
    public void A_change_of_another_key_cannot_be_read_with_the_wrong_one()
    {
        var changed = new Changed(Counter, GCounter.Empty);

        changed.Key.ShouldBe(Counter);
        changed.Get(Counter).ShouldBe(GCounter.Empty);
        Should.Throw<ArgumentException>(() => changed.Get(Other));
    }

    private sealed class Watcher
    {
        private volatile string _seen = "";

        public string Seen => _seen;

        public IActorRef Actor { get; private set; } = ActorRefs.Nobody;

        public static Watcher Start(Replica replica, params GCounterKey[] keys)
        {
            var watcher = new Watcher();
            watcher.Actor = replica.System.ActorOf(Props.Create(() => new Ear(watcher)));
            foreach (var key in keys)
                replica.Replicator.Tell(Dsl.Subscribe(key, watcher.Actor), ActorRefs.NoSender);
            return watcher;
        }

        public Task Sees(string values) => Eventually.Is(() => _seen == values, $"the subscriber has been told {values}");

        private sealed class Ear : ReceiveActor
        {
            public Ear(Watcher watcher) =>
                Receive<Changed>(c => watcher._seen = $"{watcher._seen} {c.Get((GCounterKey)c.Key).Value}".Trim());
        }
    }
}

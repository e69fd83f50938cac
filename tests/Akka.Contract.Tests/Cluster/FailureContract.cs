using Akka.Actor;
using Akka.Cluster;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Cluster;

public class FailureContract
{
    [Fact]
    public async Task A_node_that_dies_becomes_unreachable_and_stays_a_member()
    {
        await using var nodes = await ClusterNodes.Formed(3);
        var dead = nodes[2];
        var log = new EventLog(nodes[0]);
        await log.Ready();

        await nodes.Kill(dead);

        await Eventually.Is(
            () => nodes.All.All(n => n.State.Unreachable.Any(m => m.Address.Equals(dead.SelfAddress))), "both find it unreachable");
        await Eventually.Is(
            () => log.All.OfType<ClusterEvent.UnreachableMember>().Any(e => e.Member.Address.Equals(dead.SelfAddress)), "it is told");
        nodes[0].Knows(dead.SelfAddress).ShouldBeTrue();
    }

    [Fact]
    public async Task Nodes_that_cannot_hear_each_other_for_a_while_are_unreachable_and_then_reachable_again()
    {
        await using var near = new Relay();
        await using var far = new Relay();
        await using var nodes = new ClusterNodes();
        foreach (var relay in new[] { near, far })
            await nodes.Start(relay.Config()).JoinAsync(nodes[0].SelfAddress, ClusterNodes.Timely());
        await nodes.AllSee(2);
        var log = new EventLog(nodes[0]);
        await log.Ready();

        near.Cut();
        far.Cut();
        await Eventually.Is(() => nodes.All.All(n => n.State.Unreachable.Count == 1), "each finds the other unreachable");
        near.Heal();
        far.Heal();

        await Eventually.Is(() => nodes.All.All(n => n.State.Unreachable.IsEmpty), "each finds the other reachable");
        await Eventually.Is(
            () => log.All.OfType<ClusterEvent.ReachableMember>().Any(e => e.Member.Address.Equals(nodes[1].SelfAddress)), "it is told");
        nodes.All.ShouldAllBe(n => n.UpMembers() == 2);
    }

    [EmbeddedOnly("Akka.NET waits for a silence; it takes no refused connection for evidence")]
    public async Task A_node_whose_port_refuses_connections_is_unreachable_before_any_silence_is_noticed()
    {
        await using var nodes = await ClusterNodes.Formed(2, "akka.cluster.failure-detector.acceptable-heartbeat-pause = 10m");

        await nodes.Kill(nodes[1]);

        await Eventually.Is(() => nodes[0].State.Unreachable.Count == 1, "it is unreachable");
    }

    [Fact]
    public async Task A_dead_node_that_is_downed_is_removed()
    {
        await using var nodes = await ClusterNodes.Formed(3);
        var dead = nodes[2];
        var log = new EventLog(nodes[0]);
        await log.Ready();
        await nodes.Kill(dead);

        nodes[1].Down(dead.SelfAddress);

        await Eventually.Is(() => nodes.All.All(n => !n.Knows(dead.SelfAddress)), "it is removed");
        await Eventually.Is(() => log.Of(dead.SelfAddress).Any(e => e is ClusterEvent.MemberRemoved), "the removal is told");
        log.Of(dead.SelfAddress).OfType<ClusterEvent.MemberRemoved>().Single().PreviousStatus.ShouldBe(MemberStatus.Down);
        log.Of(dead.SelfAddress).ShouldContain(e => e is ClusterEvent.MemberDowned);
    }

    [Fact]
    public async Task A_living_node_that_is_downed_ends_its_system()
    {
        await using var nodes = await ClusterNodes.Formed(2);
        var downed = nodes[1];

        nodes[0].Down(downed.SelfAddress);

        await downed.System.WhenTerminated.WaitAsync(ClusterNodes.Patience);
        downed.IsTerminated.ShouldBeTrue();
        CoordinatedShutdown.Get(downed.System).ShutdownReason.ShouldBeOfType<CoordinatedShutdown.ClusterDowningReason>();
        await Eventually.Is(() => !nodes[0].Knows(downed.SelfAddress), "it is removed");
    }

    [Fact]
    public async Task The_next_one_leads_when_the_leader_is_gone()
    {
        await using var nodes = await ClusterNodes.Formed(3);
        await Eventually.Is(() => nodes.All.All(n => n.State.Leader is not null), "there is a leader");
        var leader = nodes.All.Single(n => n.SelfAddress.Equals(n.State.Leader));

        await nodes.Kill(leader);
        nodes[0].Down(leader.SelfAddress);

        await Eventually.Is(() => nodes.All.All(n => !n.Knows(leader.SelfAddress)), "it is removed");
        var next = nodes.All.Select(n => n.SelfAddress).Order(Member.AddressOrdering).First();
        await Eventually.Is(() => nodes.All.All(n => next.Equals(n.State.Leader)), "the next one leads");
    }

    [Fact]
    public async Task A_restarted_node_replaces_its_old_incarnation()
    {
        await using var nodes = await ClusterNodes.Formed(2);
        var old = nodes[1];
        await nodes.Kill(old);

        var again = nodes.Start($"akka.remote.dot-netty.tcp.port = {old.SelfAddress.Port}");
        await again.JoinAsync(nodes[0].SelfAddress, ClusterNodes.Timely());

        again.SelfAddress.ShouldBe(old.SelfAddress);
        again.SelfUniqueAddress.Equals(old.SelfUniqueAddress).ShouldBeFalse();
        again.SelfUniqueAddress.Uid.ShouldNotBe(old.SelfUniqueAddress.Uid);
        await nodes.AllSee(2);
        nodes[0].State.Members.Select(m => m.UniqueAddress).ShouldContain(again.SelfUniqueAddress);
        nodes[0].State.Members.Select(m => m.UniqueAddress).ShouldNotContain(old.SelfUniqueAddress);
    }

    [Fact]
    public async Task Watched_actors_of_a_node_are_terminated_when_it_is_removed()
    {
        await using var nodes = await ClusterNodes.Formed(2);
        var dead = nodes[1];
        dead.System.ActorOf(Props.Create(() => new Idle()), "watched");
        var watched = await nodes[0].System.ActorSelection($"{dead.SelfAddress}/user/watched").ResolveOne(ClusterNodes.Patience);
        var reported = new TaskCompletionSource<Terminated>();
        var watcher = nodes[0].System.ActorOf(Props.Create(() => new Watcher(watched, reported)));
        await watcher.Ask<ActorIdentity>(new Identify("it watches"), ClusterNodes.Patience);
        await watched.Ask<ActorIdentity>(new Identify("it lives"), ClusterNodes.Patience);

        await nodes.Kill(dead);
        nodes[0].Down(dead.SelfAddress);

        (await reported.Task.WaitAsync(ClusterNodes.Patience)).ActorRef.ShouldBe(watched);
    }

    private sealed class Idle : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Watcher : ReceiveActor
    {
        public Watcher(IActorRef watched, TaskCompletionSource<Terminated> reported)
        {
            Context.Watch(watched);
            Receive<Terminated>(t => reported.TrySetResult(t));
        }
    }
}

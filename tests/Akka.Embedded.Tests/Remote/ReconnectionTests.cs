using Akka.Actor;
using Akka.Event;
using Akka.Remote;

namespace Akka.Embedded.Tests.Remote;

public class ReconnectionTests
{
    [Fact]
    public async Task After_a_broken_connection_the_next_message_makes_another()
    {
        await using var pair = new Pair();
        Keeper.In(pair.Right, "keeper");
        var keeper = await pair.Find("keeper");

        pair.CutAll();

        await Until.True(() => Ask(keeper).Result == 1, "an answer comes again");
    }

    [Fact]
    public async Task A_watch_and_its_end_survive_broken_connections()
    {
        await using var pair = new Pair();
        var (right, _) = Keeper.In(pair.Right, "keeper");
        var (watcher, seen) = Keeper.In(pair.Left, "watcher");
        var keeper = await pair.Find("keeper");
        pair.LeftNet.RefusesDials = true;
        pair.RightNet.RefusesDials = true;
        pair.CutAll();
        var reported = new TaskCompletionSource<Terminated>();
        pair.Left.ActorOf(Props.Create(() => new Watcher(keeper, reported)));

        pair.Right.Stop(right);
        pair.LeftNet.RefusesDials = false;
        pair.RightNet.RefusesDials = false;

        (await reported.Task.WaitAsync(Pair.Patience)).AddressTerminated.ShouldBeFalse();
    }

    [Fact]
    public async Task Only_silence_for_long_ends_watches_and_shuts_the_node_out()
    {
        await using var pair = new Pair();
        Keeper.In(pair.Right, "keeper");
        var (_, quarantined) = Keeper.In(pair.Left, "events", typeof(QuarantinedEvent));
        var (_, shutOut) = Keeper.In(pair.Right, "events", typeof(ThisActorSystemQuarantinedEvent));
        var keeper = await pair.Find("keeper");
        var reported = new TaskCompletionSource<Terminated>();
        pair.Left.ActorOf(Props.Create(() => new Watcher(keeper, reported)));
        await Ask(keeper);
        pair.LeftNet.RefusesDials = true;
        pair.RightNet.RefusesDials = true;
        pair.CutAll();

        (await reported.Task.WaitAsync(Pair.Patience)).AddressTerminated.ShouldBeTrue();
        await Until.True(() => !quarantined.IsEmpty, "the quarantine is told");
        quarantined.OfType<QuarantinedEvent>().First().Address.ShouldBe(Pair.AddressOf(pair.Right));
        pair.LeftNet.RefusesDials = false;
        pair.RightNet.RefusesDials = false;

        await Until.True(
            () =>
            {
                pair.Right.ActorSelection($"{Pair.AddressOf(pair.Left)}/user/nobody").Tell("hello", ActorRefs.NoSender);
                return !shutOut.IsEmpty;
            },
            "the other side learns that it is shut out");
    }

    [Fact]
    public async Task A_restarted_system_is_no_longer_shut_out()
    {
        await using var pair = new Pair();
        Keeper.In(pair.Right, "keeper");
        await pair.Find("keeper");
        var association = Pair.RemotingOf(pair.Left).AssociationWith(Pair.AddressOf(pair.Right));
        association.Quarantine(association.PeerUid);

        await pair.RestartRight();
        Keeper.In(pair.Right, "keeper");

        await Until.True(() => TryFind(pair).Result, "the new incarnation is reached");
    }

    [Fact]
    public async Task What_could_not_be_said_to_an_incarnation_shut_out_is_not_said_to_its_successor()
    {
        await using var pair = new Pair();
        Keeper.In(pair.Right, "keeper");
        var keeper = await pair.Find("keeper");
        var association = Pair.RemotingOf(pair.Left).AssociationWith(Pair.AddressOf(pair.Right));
        pair.LeftNet.IsFrozen = true;
        keeper.Tell("nobody takes this", ActorRefs.NoSender);
        await Until.True(() => pair.LeftNet.FrozenFlushes > 0, "the writer waits for the frozen peer");

        association.Quarantine(association.PeerUid);
        pair.CutAll();
        pair.LeftNet.IsFrozen = false;
        await pair.RestartRight();
        var (_, shutOut) = Keeper.In(pair.Right, "events", typeof(ThisActorSystemQuarantinedEvent));
        Keeper.In(pair.Right, "keeper");

        await Until.True(() => TryFind(pair).Result, "the new incarnation is reached");
        shutOut.ShouldBeEmpty();
    }

    [Fact]
    public async Task To_give_up_an_old_incarnation_does_not_harm_its_successor()
    {
        await using var pair = new Pair();
        Keeper.In(pair.Right, "keeper");
        await pair.Find("keeper");
        var remoting = Pair.RemotingOf(pair.Left);
        var old = remoting.AssociationWith(Pair.AddressOf(pair.Right)).PeerUid;
        await pair.RestartRight();
        var (_, shutOut) = Keeper.In(pair.Right, "events", typeof(ThisActorSystemQuarantinedEvent));
        var (right, _) = Keeper.In(pair.Right, "keeper");
        await Until.True(() => TryFind(pair).Result, "the new incarnation is reached");
        var keeper = await pair.Find("keeper");
        var reported = new TaskCompletionSource<Terminated>();
        pair.Left.ActorOf(Props.Create(() => new Watcher(keeper, reported)));

        remoting.GiveUp(Pair.AddressOf(pair.Right), old);
        await Until.True(() => Ask(keeper).Result == 1, "the new incarnation is still reached");
        pair.Right.Stop(right);

        (await reported.Task.WaitAsync(Pair.Patience)).AddressTerminated.ShouldBeFalse();
        shutOut.ShouldBeEmpty();
    }

    [Fact]
    public async Task Watches_of_an_old_incarnation_end_when_the_new_one_appears()
    {
        await using var pair = new Pair();
        Keeper.In(pair.Right, "keeper");
        var keeper = await pair.Find("keeper");
        var reported = new TaskCompletionSource<Terminated>();
        pair.Left.ActorOf(Props.Create(() => new Watcher(keeper, reported)));
        await Ask(keeper);

        await pair.RestartRight();

        (await reported.Task.WaitAsync(Pair.Patience)).ActorRef.ShouldBe(keeper);
    }

    [Fact]
    public async Task When_both_connect_at_once_one_connection_remains_and_nothing_is_lost()
    {
        for (var round = 0; round < 20; round++)
        {
            await using var pair = new Pair();
            var (_, left) = Keeper.In(pair.Left, "keeper");
            var (_, right) = Keeper.In(pair.Right, "keeper");
            var toRight = pair.Left.ActorSelection($"{Pair.AddressOf(pair.Right)}/user/keeper");
            var toLeft = pair.Right.ActorSelection($"{Pair.AddressOf(pair.Left)}/user/keeper");

            Parallel.Invoke(
                () => Send(toRight, 100),
                () => Send(toLeft, 100));

            await Until.True(() => left.Count == 100 && right.Count == 100, $"round {round}: all arrive");
            left.Cast<int>().ShouldBe(Enumerable.Range(0, 100));
            right.Cast<int>().ShouldBe(Enumerable.Range(0, 100));
        }
    }

    [Fact]
    public async Task While_nobody_can_be_reached_messages_become_dead_letters()
    {
        await using var pair = new Pair();
        var (_, letters) = Keeper.In(pair.Left, "letters", typeof(DeadLetter));
        pair.LeftNet.RefusesDials = true;

        pair.Left.ActorSelection($"{Pair.AddressOf(pair.Right)}/user/keeper").Tell("lost", ActorRefs.NoSender);

        await Until.True(() => letters.OfType<DeadLetter>().Any(l => l.Message is "lost"), "the dead letter is told");
    }

    private static Task<int> Ask(IActorRef keeper) => keeper.Ask<int>(1, TimeSpan.FromSeconds(1))
        .ContinueWith(t => t.IsCompletedSuccessfully ? t.Result : 0, TaskScheduler.Default);

    private static Task<bool> TryFind(Pair pair) => pair.Left.ActorSelection($"{Pair.AddressOf(pair.Right)}/user/keeper")
        .ResolveOne(TimeSpan.FromSeconds(1)).ContinueWith(t => t.IsCompletedSuccessfully, TaskScheduler.Default);

    private static void Send(ActorSelection to, int count)
    {
        for (var i = 0; i < count; i++)
            to.Tell(i, ActorRefs.NoSender);
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

using Akka.Actor;
using Akka.Event;

namespace Akka.Contract.Tests.Actor;

public class LifecycleContract : TestKit.Xunit2.TestKit
{
    [Fact]
    public void PreStart_comes_first_and_PostStop_last()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Reporter(TestActor)));
        actor.Tell("hello");
        ExpectMsg("pre-start");
        ExpectMsg("hello");
        Sys.Stop(actor);
        ExpectMsg("post-stop");
    }

    [Fact]
    public void A_poison_pill_stops_after_what_was_sent_before_it()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Reporter(TestActor)));
        Watch(actor);
        ExpectMsg("pre-start");
        actor.Tell("one");
        actor.Tell("two");
        actor.Tell(PoisonPill.Instance);
        ExpectMsg("one");
        ExpectMsg("two");
        ExpectMsg("post-stop");
        ExpectTerminated(actor);
    }

    [Fact]
    public void Kill_makes_the_actor_fail_and_its_parent_stops_it()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Reporter(TestActor)));
        ExpectMsg("pre-start");
        Watch(actor);
        actor.Tell(Kill.Instance);
        ExpectMsg("post-stop");
        ExpectTerminated(actor);
    }

    [Fact]
    public void What_is_sent_to_a_stopped_actor_becomes_a_dead_letter()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Reporter(TestActor)));
        ExpectMsg("pre-start");
        Watch(actor);
        Sys.Stop(actor);
        ExpectMsg("post-stop");
        ExpectTerminated(actor);
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        actor.Tell("late");
        var letter = ExpectMsg<DeadLetter>();
        letter.Message.ShouldBe("late");
        letter.Recipient.ShouldBe(actor);
        letter.Sender.ShouldBe(TestActor);
    }

    [Fact]
    public void Messages_that_wait_when_an_actor_stops_become_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var gate = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new Blocker(gate, TestActor)));
        actor.Tell("blocks");
        ExpectMsg("blocking");
        actor.Tell("first");
        actor.Tell("second");
        gate.Set();
        ExpectMsg<DeadLetter>().Message.ShouldBe("first");
        ExpectMsg<DeadLetter>().Message.ShouldBe("second");
    }

    [Fact]
    public void Children_end_before_their_parent()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Parent(TestActor)));
        parent.Tell("start child");
        ExpectMsg("child: pre-start");
        Watch(parent);
        Sys.Stop(parent);
        ExpectMsg("child: post-stop");
        ExpectMsg("parent: post-stop");
        ExpectTerminated(parent);
    }

    [Fact]
    public void A_failing_constructor_stops_the_actor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BadConstructor()));
        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void A_failing_PreStart_stops_the_actor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BadPreStart()));
        Watch(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public async Task GracefulStop_is_true_when_the_actor_has_ended()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Reporter(TestActor)));
        (await actor.GracefulStop(TimeSpan.FromSeconds(5))).ShouldBeTrue();
        ExpectMsg("pre-start");
        ExpectMsg("post-stop");
    }

    [Fact]
    public async Task GracefulStop_of_an_ended_actor_is_true_at_once()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Reporter(TestActor)));
        await actor.GracefulStop(TimeSpan.FromSeconds(5));
        (await actor.GracefulStop(TimeSpan.FromSeconds(5))).ShouldBeTrue();
    }

    [Fact]
    public async Task GracefulStop_is_false_when_the_actor_does_not_end_in_time()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Reporter(TestActor)));
        (await actor.GracefulStop(TimeSpan.FromMilliseconds(100), "not a pill")).ShouldBeFalse();
    }

    [Fact]
    public async Task WatchAsync_completes_with_the_end_of_the_actor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Reporter(TestActor)));
        var end = actor.WatchAsync();
        end.IsCompleted.ShouldBeFalse();
        Sys.Stop(actor);
        (await end.WaitAsync(TimeSpan.FromSeconds(5))).ShouldBeTrue();
    }

    [Fact]
    public void An_actor_may_stop_itself_and_handles_nothing_more()
    {
        var actor = Sys.ActorOf(Props.Create(() => new SelfStopper(TestActor)));
        Watch(actor);
        actor.Tell("one");
        actor.Tell("two");
        ExpectMsg("one");
        ExpectTerminated(actor);
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
    }

    private sealed class Reporter(IActorRef reportTo) : UntypedActor
    {
        protected override void PreStart() => reportTo.Tell("pre-start");

        protected override void PostStop()
        {
            base.PostStop();
            reportTo.Tell("post-stop");
        }

        protected override void OnReceive(object message) => reportTo.Tell(message);
    }

    private sealed class Blocker(ManualResetEventSlim gate, IActorRef reportTo) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            reportTo.Tell("blocking");
            gate.Wait(TimeSpan.FromSeconds(10));
            Context.Stop(Self);
        }
    }

    private sealed class Parent(IActorRef reportTo) : UntypedActor
    {
        protected override void PostStop() => reportTo.Tell("parent: post-stop");

        protected override void OnReceive(object message) => Context.ActorOf(Props.Create(() => new Child(reportTo)));
    }

    private sealed class Child(IActorRef reportTo) : UntypedActor
    {
        protected override void PreStart() => reportTo.Tell("child: pre-start");

        protected override void PostStop() => reportTo.Tell("child: post-stop");

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class BadConstructor : UntypedActor
    {
        public BadConstructor() => throw new InvalidOperationException("constructor");

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class BadPreStart : UntypedActor
    {
        protected override void PreStart() => throw new InvalidOperationException("pre-start");

        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class SelfStopper(IActorRef reportTo) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            reportTo.Tell(message);
            Context.Stop(Self);
        }
    }
}

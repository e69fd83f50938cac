using Akka.Actor;

namespace Akka.Contract.Tests.Actor;

public class DeathWatchContract : TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Briefly = TimeSpan.FromMilliseconds(100);

    [Fact]
    public void Each_watcher_is_told_exactly_once()
    {
        var other = CreateTestProbe();
        var actor = Start();
        Watch(actor);
        other.Watch(actor);
        Sys.Stop(actor);
        var notice = ExpectTerminated(actor);
        notice.ExistenceConfirmed.ShouldBeTrue();
        notice.AddressTerminated.ShouldBeFalse();
        other.ExpectTerminated(actor);
        ExpectNoMsg(Briefly);
        other.ExpectNoMsg(Briefly);
    }

    [Fact]
    public void Watching_twice_gives_one_notice()
    {
        var actor = Start();
        Watch(actor);
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        ExpectNoMsg(Briefly);
    }

    [Fact]
    public void Watching_an_ended_actor_gives_the_notice_at_once()
    {
        var actor = Start();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        var late = CreateTestProbe();
        late.Watch(actor);
        late.ExpectTerminated(actor).ExistenceConfirmed.ShouldBeFalse("it was gone before the watch");
    }

    [Fact]
    public async Task Watching_a_path_where_nobody_is_gives_the_notice_at_once()
    {
        var actor = Start();
        Watch(actor);
        Sys.Stop(actor);
        ExpectTerminated(actor);
        var nowhere = ((ExtendedActorSystem)Sys).Provider.ResolveActorRef("akka://test/user/nowhere");
        await WatchAsync(nowhere);
        ExpectTerminated(nowhere).ExistenceConfirmed.ShouldBeFalse();
    }

    [Fact]
    public void After_Unwatch_no_notice_comes()
    {
        var actor = Start();
        var control = CreateTestProbe();
        Watch(actor);
        control.Watch(actor);
        Unwatch(actor);
        Sys.Stop(actor);
        control.ExpectTerminated(actor);
        ExpectNoMsg(Briefly);
    }

    [Fact]
    public void Unwatch_takes_back_a_notice_that_is_in_the_mailbox()
    {
        var gate = new ManualResetEventSlim();
        var actor = Start();
        var control = CreateTestProbe();
        control.Watch(actor);
        var watcher = Sys.ActorOf(Props.Create(() => new Unwatcher(actor, gate, TestActor)));
        ExpectMsg("watching");
        watcher.Tell("block");
        Sys.Stop(actor);
        control.ExpectTerminated(actor);
        gate.Set();
        ExpectMsg("unwatched");
        watcher.Tell("ping");
        ExpectMsg("ping");
        ExpectNoMsg(Briefly);
    }

    [Fact]
    public void WatchWith_gives_the_message_asked_for()
    {
        var actor = Start();
        Sys.ActorOf(Props.Create(() => new CustomWatcher(actor, TestActor)));
        ExpectMsg("watching");
        Sys.Stop(actor);
        ExpectMsg("gone");
    }

    [Fact]
    public void An_actor_that_does_not_handle_the_notice_fails()
    {
        var actor = Start();
        var watcher = Sys.ActorOf(Props.Create(() => new Ignorant(actor, TestActor)));
        ExpectMsg("watching");
        Watch(watcher);
        Sys.Stop(actor);
        ExpectTerminated(watcher);
    }

    [Fact]
    public void A_parent_may_watch_its_child()
    {
        Sys.ActorOf(Props.Create(() => new WatchingParent(TestActor)));
        ExpectMsg("child gone");
        ExpectNoMsg(Briefly);
    }

    [Fact]
    public void What_the_actor_sent_before_its_end_comes_before_the_notice()
    {
        var actor = Sys.ActorOf(Props.Create(() => new LastWords(TestActor)));
        Watch(actor);
        actor.Tell("end");
        ExpectMsg("last words");
        ExpectTerminated(actor);
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new Idle()));

    private sealed class Idle : UntypedActor
    {
        protected override void OnReceive(object message)
        {
        }
    }

    private sealed class Unwatcher : ReceiveActor
    {
        public Unwatcher(IActorRef subject, ManualResetEventSlim gate, IActorRef reportTo)
        {
            Context.Watch(subject);
            reportTo.Tell("watching");
            Receive<string>(s => s == "block", _ =>
            {
                gate.Wait(TimeSpan.FromSeconds(10));
                Context.Unwatch(subject);
                reportTo.Tell("unwatched");
            });
            Receive<Terminated>(reportTo.Tell);
            ReceiveAny(reportTo.Tell);
        }
    }

    private sealed class CustomWatcher : ReceiveActor
    {
        public CustomWatcher(IActorRef subject, IActorRef reportTo)
        {
            Context.WatchWith(subject, "gone");
            reportTo.Tell("watching");
            ReceiveAny(reportTo.Tell);
        }
    }

    private sealed class Ignorant : ReceiveActor
    {
        public Ignorant(IActorRef subject, IActorRef reportTo)
        {
            Context.Watch(subject);
            reportTo.Tell("watching");
            Receive<string>(reportTo.Tell);
        }
    }

    private sealed class WatchingParent : ReceiveActor
    {
        public WatchingParent(IActorRef reportTo)
        {
            var child = Context.ActorOf(Props.Create(() => new Idle()));
            Context.Watch(child);
            Receive<Terminated>(t => t.ActorRef.Equals(child), _ => reportTo.Tell("child gone"));
            Context.Stop(child);
        }
    }

    private sealed class LastWords(IActorRef reportTo) : UntypedActor
    {
        protected override void PostStop() => reportTo.Tell("last words");

        protected override void OnReceive(object message) => Context.Stop(Self);
    }
}

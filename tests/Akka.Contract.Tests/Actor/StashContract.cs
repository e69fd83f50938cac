using Akka.Actor;
using Akka.Event;

namespace Akka.Contract.Tests.Actor;

public class StashContract : TestKit.Xunit2.TestKit
{
    [Fact]
    public void Stashed_messages_come_back_in_order_before_later_ones()
    {
        var gate = new ManualResetEventSlim();
        var actor = Sys.ActorOf(Props.Create(() => new Closed(TestActor, gate)));
        actor.Tell("a");
        actor.Tell("b");
        actor.Tell("c");
        actor.Tell("open");
        actor.Tell("d");
        gate.Set();
        ExpectMsg("a");
        ExpectMsg("b");
        ExpectMsg("c");
        ExpectMsg("d");
    }

    [Fact]
    public void Unstash_brings_back_one()
    {
        var actor = Sys.ActorOf(Props.Create(() => new OneByOne(TestActor)));
        actor.Tell("a");
        actor.Tell("b");
        actor.Tell("one");
        ExpectMsg("a");
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        actor.Tell("one");
        ExpectMsg("b");
    }

    [Fact]
    public void The_sender_is_kept()
    {
        var probe = CreateTestProbe();
        var gate = new ManualResetEventSlim(true);
        var actor = Sys.ActorOf(Props.Create(() => new Closed(TestActor, gate)));
        actor.Tell("a", probe.Ref);
        actor.Tell("open");
        ExpectMsgFrom(probe.Ref, "a");
    }

    [Fact]
    public void Stashing_a_message_twice_fails()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Twice(TestActor)));
        actor.Tell("x");
        ExpectMsg<IllegalActorStateException>();
    }

    [Fact]
    public void A_restart_puts_the_stash_back_into_the_mailbox()
    {
        var gate = new ManualResetEventSlim(true);
        var actor = Sys.ActorOf(Props.Create(() => new Closed(TestActor, gate)));
        actor.Tell("a");
        actor.Tell("b");
        actor.Tell("fail");
        actor.Tell("open");
        ExpectMsg("a");
        ExpectMsg("b");
    }

    [Fact]
    public void What_is_stashed_when_the_actor_stops_becomes_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var gate = new ManualResetEventSlim(true);
        var actor = Sys.ActorOf(Props.Create(() => new Closed(TestActor, gate)));
        actor.Tell("a");
        actor.Tell(PoisonPill.Instance);
        ExpectMsg<DeadLetter>().Message.ShouldBe("a");
    }

    [Fact]
    public void Stash_of_the_current_message_inside_a_new_behaviour_works_with_Become()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Becoming(TestActor)));
        actor.Tell("early");
        actor.Tell("go");
        ExpectMsg("early");
    }

    private sealed class Closed : ReceiveActor, IWithUnboundedStash
    {
        public Closed(IActorRef target, ManualResetEventSlim gate)
        {
            Receive<string>(s => s == "open", _ =>
            {
                gate.Wait(TimeSpan.FromSeconds(10));
                Stash.UnstashAll();
                Become(() => ReceiveAny(m => target.Tell(m, Sender)));
            });
            Receive<string>(s => s == "fail", _ => throw new InvalidOperationException("fail"));
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class OneByOne : ReceiveActor, IWithStash
    {
        private bool _open;

        public OneByOne(IActorRef target)
        {
            Receive<string>(s => s == "one", _ =>
            {
                _open = true;
                Stash.Unstash();
            });
            ReceiveAny(m =>
            {
                if (!_open)
                {
                    Stash.Stash();
                    return;
                }
                _open = false;
                target.Tell(m);
            });
        }

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Twice : ReceiveActor, IWithUnboundedStash
    {
        public Twice(IActorRef reportTo) => ReceiveAny(_ =>
        {
            Stash.Stash();
            try
            {
                Stash.Stash();
            }
            catch (Exception e)
            {
                reportTo.Tell(e);
            }
        });

        public IStash Stash { get; set; } = null!;
    }

    private sealed class Becoming : ReceiveActor, IWithUnboundedStash
    {
        public Becoming(IActorRef target)
        {
            Receive<string>(s => s == "go", _ =>
            {
                Become(() => Receive<string>(target.Tell));
                Stash.UnstashAll();
            });
            ReceiveAny(_ => Stash.Stash());
        }

        public IStash Stash { get; set; } = null!;
    }
}

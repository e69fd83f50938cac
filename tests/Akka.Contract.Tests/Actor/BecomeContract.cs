using Akka.Actor;
using Akka.Event;

namespace Akka.Contract.Tests.Actor;

public class BecomeContract : TestKit.Xunit2.TestKit
{
    [Fact]
    public void Become_replaces_the_behaviour()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Switcher()));
        actor.Tell("who");
        ExpectMsg("first");
        actor.Tell("become");
        actor.Tell("who");
        ExpectMsg("second");
        actor.Tell("unbecome");
        actor.Tell("who");
        ExpectMsg("first", hint: "the initial behaviour stays at the bottom");
    }

    [Fact]
    public void Handlers_are_named_only_in_the_constructor_and_inside_Become()
    {
        var actor = Sys.ActorOf(Props.Create(() => new LateNamer()));

        actor.Tell("name one now");

        ExpectMsg<string>().ShouldContain("inside Become()");
    }

    [Fact]
    public void BecomeStacked_is_undone_by_UnbecomeStacked()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Switcher()));
        actor.Tell("stack");
        actor.Tell("who");
        ExpectMsg("second");
        actor.Tell("unbecome");
        actor.Tell("who");
        ExpectMsg("first");
    }

    [Fact]
    public void A_restart_goes_back_to_the_first_behaviour()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Switcher()));
        actor.Tell("become");
        actor.Tell("fail");
        actor.Tell("who");
        ExpectMsg("first");
    }

    [Fact]
    public void Become_in_the_constructor_counts()
    {
        var actor = Sys.ActorOf(Props.Create(() => new BecomesAtOnce()));
        actor.Tell("who");
        ExpectMsg("ready");
    }

    [Fact]
    public void The_first_handler_that_fits_takes_the_message()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Ordered()));
        actor.Tell(5);
        ExpectMsg("small");
        actor.Tell(50);
        ExpectMsg("int");
        actor.Tell("x");
        ExpectMsg("any");
    }

    [Fact]
    public void A_handler_that_returns_false_leaves_the_message_to_the_next()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Passing()));
        actor.Tell("x");
        ExpectMsg("second saw x");
    }

    [Fact]
    public void A_message_without_handler_is_published_as_unhandled()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(UnhandledMessage));
        var actor = Sys.ActorOf(Props.Create(() => new Passing()));
        actor.Tell(42);
        var unhandled = ExpectMsg<UnhandledMessage>();
        unhandled.Message.ShouldBe(42);
        unhandled.Recipient.ShouldBe(actor);
        unhandled.Sender.ShouldBe(TestActor);
    }

    [Fact]
    public void Handlers_are_named_only_at_construction_and_in_Become()
    {
        var actor = Sys.ActorOf(Props.Create(() => new LateReceive(TestActor)));
        actor.Tell("now");
        ExpectMsg<InvalidOperationException>();
    }

    private sealed class Switcher : UntypedActor
    {
        protected override void OnReceive(object message) => Answer(message, "first");

        private void Second(object message) => Answer(message, "second");

        private void Answer(object message, string name)
        {
            switch (message)
            {
                case "who":
                    Sender.Tell(name);
                    break;
                case "become":
                    Become(Second);
                    break;
                case "stack":
                    BecomeStacked(Second);
                    break;
                case "unbecome":
                    UnbecomeStacked();
                    break;
                default:
                    throw new InvalidOperationException("fail");
            }
        }
    }

    private sealed class BecomesAtOnce : ReceiveActor
    {
        public BecomesAtOnce()
        {
            Receive<string>(_ => Sender.Tell("not ready"));
            Become(() => Receive<string>(_ => Sender.Tell("ready")));
        }
    }

    private sealed class Ordered : ReceiveActor
    {
        public Ordered()
        {
            Receive<int>(i => i < 10, _ => Sender.Tell("small"));
            Receive<int>(_ => Sender.Tell("int"));
            ReceiveAny(_ => Sender.Tell("any"));
        }
    }

    private sealed class Passing : ReceiveActor
    {
        public Passing()
        {
            Receive<string>(_ => false);
            Receive<string>(s => Sender.Tell("second saw " + s));
        }
    }

    private sealed class LateReceive : ReceiveActor
    {
        public LateReceive(IActorRef reportTo) => Receive<string>(_ =>
        {
            try
            {
                Receive<int>(_ => { });
            }
            catch (Exception e)
            {
                reportTo.Tell(e);
            }
        });
    }

    private sealed class LateNamer : ReceiveActor
    {
        public LateNamer() => Receive<string>(_ =>
            Sender.Tell(Should.Throw<InvalidOperationException>(() => Receive<int>(_ => { })).Message));
    }
}

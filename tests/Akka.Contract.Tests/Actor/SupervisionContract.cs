using Akka.Actor;

namespace Akka.Contract.Tests.Actor;

public class SupervisionContract : TestKit.Xunit2.TestKit
{
    [Fact]
    public void Resume_keeps_the_state_and_skips_the_message()
    {
        var child = ChildWith(new OneForOneStrategy(_ => Directive.Resume));
        child.Tell(1);
        child.Tell(new InvalidOperationException("skipped"));
        child.Tell(2);
        child.Tell("sum");
        ExpectMsg(3);
    }

    [Fact]
    public void Restart_loses_the_state_and_keeps_the_waiting_messages()
    {
        var child = ChildWith(new OneForOneStrategy(_ => Directive.Restart));
        child.Tell(1);
        child.Tell(new InvalidOperationException("restarts"));
        child.Tell(2);
        child.Tell("sum");
        ExpectMsg(2);
    }

    [Fact]
    public void Stop_ends_the_child()
    {
        var child = ChildWith(new OneForOneStrategy(_ => Directive.Stop));
        Watch(child);
        child.Tell(new InvalidOperationException("stops"));
        ExpectTerminated(child);
    }

    [Fact]
    public void Escalate_makes_the_parent_fail_with_the_same_cause()
    {
        var probe = CreateTestProbe();
        var top = Sys.ActorOf(Props.Create(() => new Supervisor(new OneForOneStrategy(e =>
            Report(probe.Ref, e, Directive.Stop)))));
        top.Tell(Props.Create(() => new Supervisor(new OneForOneStrategy(_ => Directive.Escalate))));
        var middle = ExpectMsg<IActorRef>();
        middle.Tell(Props.Create(() => new Adder()));
        var child = ExpectMsg<IActorRef>();
        Watch(middle);
        child.Tell(new InvalidOperationException("up"));
        probe.ExpectMsg("up");
        ExpectTerminated(middle);
    }

    [Fact]
    public void Restart_hooks_run_in_order_with_cause_and_message()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Supervisor(new OneForOneStrategy(_ => Directive.Restart))));
        var hooks = CreateTestProbe();
        parent.Tell(Props.Create(() => new Hooked(hooks.Ref)));
        var child = ExpectMsg<IActorRef>();
        hooks.ExpectMsg("pre-start");
        child.Tell("boom");
        hooks.ExpectMsg("pre-restart: boom on boom");
        hooks.ExpectMsg("post-stop");
        hooks.ExpectMsg("post-restart: boom");
        hooks.ExpectMsg("pre-start");
        child.Tell("ok");
        hooks.ExpectMsg("handled ok");
    }

    [Fact]
    public void A_restart_keeps_the_reference()
    {
        var child = ChildWith(new OneForOneStrategy(_ => Directive.Restart));
        child.Tell(new InvalidOperationException("restarts"));
        child.Tell(new Identify(1));
        ExpectMsg<ActorIdentity>().Subject.ShouldBe(child);
    }

    [Fact]
    public void After_too_many_restarts_the_child_is_stopped()
    {
        var child = ChildWith(new OneForOneStrategy(2, TimeSpan.FromMinutes(1), _ => Directive.Restart));
        Watch(child);
        child.Tell(new InvalidOperationException("1"));
        child.Tell(new InvalidOperationException("2"));
        child.Tell("sum");
        ExpectMsg(0);
        child.Tell(new InvalidOperationException("3"));
        ExpectTerminated(child);
    }

    [Fact]
    public void AllForOne_restarts_the_siblings_too()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Supervisor(new AllForOneStrategy(_ => Directive.Restart))));
        parent.Tell(Props.Create(() => new Adder()));
        var one = ExpectMsg<IActorRef>();
        parent.Tell(Props.Create(() => new Adder()));
        var other = ExpectMsg<IActorRef>();
        other.Tell(7);
        other.Tell("sum");
        ExpectMsg(7);
        one.Tell(new InvalidOperationException("all"));
        AwaitAssert(() =>
        {
            other.Tell("sum");
            ExpectMsg<int>().ShouldBe(0);
        });
    }

    [Fact]
    public void OneForOne_leaves_the_siblings_alone()
    {
        var parent = Sys.ActorOf(Props.Create(() => new Supervisor(new OneForOneStrategy(_ => Directive.Stop))));
        parent.Tell(Props.Create(() => new Adder()));
        var one = ExpectMsg<IActorRef>();
        parent.Tell(Props.Create(() => new Adder()));
        var other = ExpectMsg<IActorRef>();
        other.Tell(7);
        Watch(one);
        one.Tell(new InvalidOperationException("one"));
        ExpectTerminated(one);
        other.Tell("sum");
        ExpectMsg(7);
    }

    [Fact]
    public void A_restarting_actor_stops_its_children()
    {
        var parent = ChildOf(
            new OneForOneStrategy(_ => Directive.Restart), Props.Create(() => new Supervisor(SupervisorStrategy.DefaultStrategy)));
        parent.Tell(Props.Create(() => new Adder()));
        var grandchild = ExpectMsg<IActorRef>();
        Watch(grandchild);
        parent.Tell(new InvalidOperationException("restarts"));
        ExpectTerminated(grandchild);
    }

    [Fact]
    public void Children_kept_by_PreRestart_are_restarted_with_their_parent()
    {
        var parent = ChildOf(new OneForOneStrategy(_ => Directive.Restart), Props.Create(() => new KeepsChildren()));
        parent.Tell(Props.Create(() => new Adder()));
        var grandchild = ExpectMsg<IActorRef>();
        grandchild.Tell(5);
        grandchild.Tell("sum");
        ExpectMsg(5);
        parent.Tell(new InvalidOperationException("restarts"));
        AwaitAssert(() =>
        {
            grandchild.Tell("sum");
            ExpectMsg<int>().ShouldBe(0);
        });
    }

    [Theory]
    [InlineData(typeof(InvalidOperationException), Directive.Restart)]
    [InlineData(typeof(ActorKilledException), Directive.Stop)]
    [InlineData(typeof(ActorInitializationException), Directive.Stop)]
    public void The_default_decider_decides(Type exception, Directive expected)
    {
        SupervisorStrategy.DefaultDecider.Decide((Exception)Activator.CreateInstance(exception)!).ShouldBe(expected);
    }

    [Fact]
    public void Props_may_name_the_strategy()
    {
        var parent = Sys.ActorOf(Props.Create(() => new PlainParent()).WithSupervisorStrategy(new OneForOneStrategy(_ => Directive.Stop)));
        parent.Tell(Props.Create(() => new Adder()));
        var child = ExpectMsg<IActorRef>();
        Watch(child);
        child.Tell(new InvalidOperationException("stops"));
        ExpectTerminated(child);
    }

    [Fact]
    public void An_actor_that_fails_to_come_back_is_stopped_by_the_default()
    {
        var child = ChildOf(SupervisorStrategy.DefaultStrategy, Props.Create(() => new StartsOnce(new StrongBox())));
        Watch(child);
        child.Tell(new InvalidOperationException("restarts"));
        ExpectTerminated(child);
    }

    private static Directive Report(IActorRef to, Exception cause, Directive directive)
    {
        to.Tell(cause.Message);
        return directive;
    }

    private IActorRef ChildWith(SupervisorStrategy strategy) => ChildOf(strategy, Props.Create(() => new Adder()));

    private IActorRef ChildOf(SupervisorStrategy strategy, Props props)
    {
        Sys.ActorOf(Props.Create(() => new Supervisor(strategy))).Tell(props);
        return ExpectMsg<IActorRef>();
    }

    private class PlainParent : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            if (message is Props props)
                Sender.Tell(Context.ActorOf(props));
            else if (message is Exception exception)
                throw exception;
        }
    }

    private sealed class Supervisor(SupervisorStrategy strategy) : PlainParent
    {
        protected override SupervisorStrategy SupervisorStrategy() => strategy;
    }

    private sealed class KeepsChildren : PlainParent
    {
        protected override void PreRestart(Exception reason, object message)
        {
        }
    }

    private sealed class Adder : UntypedActor
    {
        private int _sum;

        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case int number:
                    _sum += number;
                    break;
                case Exception exception:
                    throw exception;
                default:
                    Sender.Tell(_sum);
                    break;
            }
        }
    }

    private sealed class Hooked(IActorRef reportTo) : UntypedActor
    {
        protected override void PreStart() => reportTo.Tell("pre-start");

        protected override void PostStop() => reportTo.Tell("post-stop");

        protected override void PreRestart(Exception reason, object message)
        {
            reportTo.Tell($"pre-restart: {reason.Message} on {message}");
            base.PreRestart(reason, message);
        }

        protected override void PostRestart(Exception reason)
        {
            reportTo.Tell($"post-restart: {reason.Message}");
            base.PostRestart(reason);
        }

        protected override void OnReceive(object message)
        {
            if (message is "boom")
                throw new InvalidOperationException("boom");
            reportTo.Tell($"handled {message}");
        }
    }

    private sealed class StrongBox
    {
        public bool Started { get; set; }
    }

    private sealed class StartsOnce : UntypedActor
    {
        public StartsOnce(StrongBox box)
        {
            if (box.Started)
                throw new InvalidOperationException("second start");
            box.Started = true;
        }

        protected override void OnReceive(object message) => throw (Exception)message;
    }
}

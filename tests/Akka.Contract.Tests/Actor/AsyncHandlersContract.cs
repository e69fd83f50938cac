using Akka.Actor;

namespace Akka.Contract.Tests.Actor;

public class AsyncHandlersContract : TestKit.Xunit2.TestKit
{
    [Fact]
    public void No_other_message_is_handled_while_a_handler_awaits()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, source.Task)));
        actor.Tell("wait");
        actor.Tell("next");
        ExpectMsg("before");
        ExpectNoMsg(TimeSpan.FromMilliseconds(100));
        source.SetResult();
        ExpectMsg("after");
        ExpectMsg("next");
    }

    [Fact]
    public void Sender_Self_and_Context_are_right_after_an_await()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, source.Task)));
        actor.Tell("who");
        source.SetResult();
        ExpectMsgFrom(actor, "sender " + TestActor.Path.Name + ", parent user");
    }

    [Fact]
    public void A_failure_after_an_await_is_a_failure_of_the_actor()
    {
        var source = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, source.Task)));
        actor.Tell("fail");
        actor.Tell("next");
        source.SetResult();
        ExpectMsg("restarted by late on fail");
        ExpectMsg("next");
    }

    [Fact]
    public void A_failure_before_the_first_await_is_a_failure_of_the_actor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, Task.CompletedTask)));
        actor.Tell("fail at once");
        ExpectMsg("restarted by early on fail at once");
    }

    [Fact]
    public void A_handler_that_does_not_wait_really_is_fine()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, Task.CompletedTask)));
        actor.Tell("wait");
        actor.Tell("next");
        ExpectMsg("before");
        ExpectMsg("after");
        ExpectMsg("next");
    }

    [Fact]
    public void Several_awaits_in_a_loop_stay_in_the_actor()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Looping()));
        actor.Tell(200);
        ExpectMsg(200, TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void An_actor_can_be_stopped_while_it_awaits()
    {
        var actor = Sys.ActorOf(Props.Create(() => new Waiting(TestActor, new TaskCompletionSource().Task)));
        Watch(actor);
        actor.Tell("wait");
        ExpectMsg("before");
        Sys.Stop(actor);
        ExpectTerminated(actor);
    }

    [Fact]
    public void Stash_and_become_work_after_an_await()
    {
        var actor = Sys.ActorOf(Props.Create(() => new StashingAsync(TestActor)));
        actor.Tell("a");
        actor.Tell("b");
        actor.Tell("open");
        ExpectMsg("a");
        ExpectMsg("b");
    }

    private sealed class Waiting : ReceiveActor
    {
        private readonly IActorRef _reportTo;

        public Waiting(IActorRef reportTo, Task task)
        {
            _reportTo = reportTo;
            ReceiveAsync<string>(s => s == "wait", async _ =>
            {
                reportTo.Tell("before");
                await task;
                reportTo.Tell("after");
            });
            ReceiveAsync<string>(s => s == "who", async _ =>
            {
                await task;
                Sender.Tell($"sender {Sender.Path.Name}, parent {Context.Parent.Path.Name}");
            });
            ReceiveAsync<string>(s => s == "fail", async _ =>
            {
                await task;
                throw new InvalidOperationException("late");
            });
            ReceiveAsync<string>(s => s == "fail at once", _ => throw new InvalidOperationException("early"));
            ReceiveAny(m => reportTo.Tell(m));
        }

        protected override void PreRestart(Exception reason, object message) =>
            _reportTo.Tell($"restarted by {reason.Message} on {message}");
    }

    private sealed class Looping : ReceiveActor
    {
        private int _count;

        public Looping() => ReceiveAsync<int>(async times =>
        {
            for (var i = 0; i < times; i++)
            {
                await Task.Yield();
                _count++;
                Self.Path.ShouldBe(Context.Self.Path);
            }
            Sender.Tell(_count);
        });
    }

    private sealed class StashingAsync : ReceiveActor, IWithUnboundedStash
    {
        public StashingAsync(IActorRef target)
        {
            ReceiveAsync<string>(s => s == "open", async _ =>
            {
                await Task.Yield();
                Become(() => Receive<string>(target.Tell));
                Stash.UnstashAll();
            });
            ReceiveAnyAsync(async _ =>
            {
                await Task.Yield();
                Stash.Stash();
            });
        }

        public IStash Stash { get; set; } = null!;
    }
}

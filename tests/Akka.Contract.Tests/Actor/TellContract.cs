using Akka.Actor;
using Akka.Event;

namespace Akka.Contract.Tests.Actor;

public class TellContract : TestKit.Xunit2.TestKit
{
    [Fact]
    public void Messages_of_one_sender_arrive_in_order()
    {
        const int Count = 10_000;
        var forwarder = Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)));
        for (var i = 0; i < Count; i++)
            forwarder.Tell(i);
        ReceiveN(Count, TimeSpan.FromSeconds(10)).Cast<int>().ShouldBe(Enumerable.Range(0, Count));
    }

    [Fact]
    public async Task Messages_of_many_threads_all_arrive_each_threads_in_order()
    {
        const int Threads = 8;
        const int Each = 2_000;
        var forwarder = Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)));
        await Task.WhenAll(Enumerable.Range(0, Threads).Select(thread => Task.Run(() =>
        {
            for (var i = 0; i < Each; i++)
                forwarder.Tell((thread, i));
        })));
        var received = ReceiveN(Threads * Each, TimeSpan.FromSeconds(20)).Cast<(int Thread, int Number)>().ToArray();
        foreach (var thread in received.GroupBy(r => r.Thread))
            thread.Select(r => r.Number).ShouldBe(Enumerable.Range(0, Each));
        received.GroupBy(r => r.Thread).Count().ShouldBe(Threads);
    }

    [Fact]
    public void An_actor_handles_one_message_at_a_time()
    {
        var counter = Sys.ActorOf(Props.Create(() => new OverlapDetector(TestActor)));
        Parallel.For(0, 1000, _ => counter.Tell("work"));
        counter.Tell("report");
        ExpectMsg<string>(TimeSpan.FromSeconds(10)).ShouldBe("handled 1000, overlaps 0");
    }

    [Fact]
    public void A_null_message_is_refused()
    {
        Should.Throw<ArgumentNullException>(() => TestActor.Tell(null!));
    }

    [Fact]
    public void The_sender_inside_an_actor_is_that_actor()
    {
        var forwarder = Sys.ActorOf(Props.Create(() => new Forwarder(TestActor)));
        forwarder.Tell("x");
        ExpectMsgFrom(forwarder, "x");
    }

    [Fact]
    public void Forward_keeps_the_first_sender()
    {
        var probe = CreateTestProbe();
        var forwarder = Sys.ActorOf(Props.Create(() => new Passer(TestActor)));
        forwarder.Tell("x", probe.Ref);
        ExpectMsgFrom(probe.Ref, "x");
    }

    [Fact]
    public void Without_a_sender_the_answer_goes_to_the_dead_letters()
    {
        Sys.EventStream.Subscribe(TestActor, typeof(DeadLetter));
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        echo.Tell("x", ActorRefs.NoSender);
        ExpectMsg<DeadLetter>().Message.ShouldBe("x");
    }

    [Fact]
    public async Task A_test_that_awaits_stays_the_implicit_sender()
    {
        var echo = Sys.ActorOf(Props.Create(() => new Echo()));
        await Task.Yield();
        echo.Tell("b");
        await ExpectMsgAsync("b");
        echo.Tell("c");
        await ExpectMsgAsync("c");
    }

    private sealed class Forwarder(IActorRef target) : UntypedActor
    {
        protected override void OnReceive(object message) => target.Tell(message);
    }

    private sealed class Passer(IActorRef target) : UntypedActor
    {
        protected override void OnReceive(object message) => target.Forward(message);
    }

    private sealed class Echo : UntypedActor
    {
        protected override void OnReceive(object message) => Sender.Tell(message);
    }

    private sealed class OverlapDetector(IActorRef reportTo) : UntypedActor
    {
        private int _inside;
        private int _overlaps;
        private int _handled;

        protected override void OnReceive(object message)
        {
            if (message is "report")
            {
                reportTo.Tell($"handled {_handled}, overlaps {_overlaps}");
                return;
            }
            if (Interlocked.Increment(ref _inside) != 1)
                Interlocked.Increment(ref _overlaps);
            Thread.SpinWait(100);
            Interlocked.Decrement(ref _inside);
            _handled++;
        }
    }
}

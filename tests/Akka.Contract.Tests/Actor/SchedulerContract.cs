using Akka.Actor;

namespace Akka.Contract.Tests.Actor;

public class SchedulerContract : TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(300);

    // A loaded machine may be late by more than the rest.
    private static readonly TimeSpan MuchLater = TimeSpan.FromSeconds(2);

    [Fact]
    public void A_message_is_sent_later_and_not_before()
    {
        var start = Sys.Scheduler.MonotonicClock;
        Sys.Scheduler.ScheduleTellOnce(Later, TestActor, "tick", ActorRefs.NoSender);
        ExpectMsg("tick");
        (Sys.Scheduler.MonotonicClock - start).ShouldBeGreaterThanOrEqualTo(Later - TimeSpan.FromMilliseconds(15));
    }

    [Fact]
    public void The_sender_is_the_one_given()
    {
        var probe = CreateTestProbe();
        Sys.Scheduler.ScheduleTellOnce(Soon, TestActor, "tick", probe.Ref);
        ExpectMsgFrom(probe.Ref, "tick");
    }

    [Fact]
    public void Repeated_messages_come_until_they_are_cancelled()
    {
        var cancelable = Sys.Scheduler.ScheduleTellRepeatedlyCancelable(TimeSpan.Zero, Soon, TestActor, "tick", ActorRefs.NoSender);
        ExpectMsg("tick");
        ExpectMsg("tick");
        ExpectMsg("tick");
        cancelable.Cancel();
        cancelable.IsCancellationRequested.ShouldBeTrue();
        while (HasMessages)
            ExpectMsg("tick");
        ReceiveOne(Soon);
        ExpectNoMsg(Later);
    }

    [Fact]
    public void What_is_cancelled_in_time_does_not_happen()
    {
        Sys.Scheduler.ScheduleTellOnceCancelable(Later, TestActor, "tick", ActorRefs.NoSender).Cancel();
        ExpectNoMsg(Later * 2);
    }

    [Fact]
    public void A_cancelable_can_cancel_itself_after_a_while()
    {
        var cancelable = new Cancelable(Sys.Scheduler, Soon);
        Sys.Scheduler.ScheduleTellOnce(MuchLater, TestActor, "tick", ActorRefs.NoSender, cancelable);
        AwaitCondition(() => cancelable.IsCancellationRequested);
        ExpectNoMsg(MuchLater + Later);
        cancelable.Token.IsCancellationRequested.ShouldBeTrue();
    }

    [Fact]
    public void What_has_been_cancelled_already_is_not_scheduled()
    {
        Sys.Scheduler.ScheduleTellOnce(TimeSpan.Zero, TestActor, "tick", ActorRefs.NoSender, Cancelable.CreateCanceled());
        ExpectNoMsg(Later);
    }

    [Fact]
    public void Actions_run_once_or_repeatedly()
    {
        var target = TestActor;
        Sys.Scheduler.Advanced.ScheduleOnce(Soon, () => target.Tell("once"));
        ExpectMsg("once");
        var cancelable = Sys.Scheduler.Advanced.ScheduleRepeatedlyCancelable(Soon, Soon, () => target.Tell("again"));
        ExpectMsg("again");
        ExpectMsg("again");
        cancelable.Cancel();
    }

    [Fact]
    public void A_failing_action_leaves_the_scheduler_alive()
    {
        Sys.Scheduler.Advanced.ScheduleOnce(TimeSpan.Zero, () => throw new InvalidOperationException("action"));
        Sys.Scheduler.ScheduleTellOnce(Soon, TestActor, "alive", ActorRefs.NoSender);
        ExpectMsg("alive");
    }

    [Fact]
    public void Many_come_in_order_of_their_time()
    {
        var start = Sys.Scheduler.MonotonicClock;
        for (var i = 9; i >= 0; i--)
        {
            var due = start + TimeSpan.FromMilliseconds(1000 + (i * 60));
            Sys.Scheduler.ScheduleTellOnce(due - Sys.Scheduler.MonotonicClock, TestActor, i, ActorRefs.NoSender);
        }

        ReceiveN(10, TimeSpan.FromSeconds(10)).Cast<int>().ShouldBe(Enumerable.Range(0, 10));
    }

    [Fact]
    public void Bad_delays_are_refused()
    {
        Should.Throw<ArgumentOutOfRangeException>(
            () => Sys.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(-1), TestActor, "x", ActorRefs.NoSender));
        Should.Throw<ArgumentOutOfRangeException>(
            () => Sys.Scheduler.ScheduleTellRepeatedly(Soon, TimeSpan.Zero, TestActor, "x", ActorRefs.NoSender));
    }

    [Fact]
    public void The_clock_is_that_of_the_world()
    {
        (Sys.Scheduler.Now - DateTimeOffset.UtcNow).Duration().ShouldBeLessThan(TimeSpan.FromSeconds(5));
    }
}

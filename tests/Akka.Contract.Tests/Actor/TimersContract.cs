using Akka.Actor;

namespace Akka.Contract.Tests.Actor;

public class TimersContract : TestKit.Xunit2.TestKit
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(300);

    [Fact]
    public void A_single_timer_fires_once()
    {
        var actor = Start();
        Do(actor, t => t.StartSingleTimer("key", "tick", Soon));
        ExpectMsg("tick");
        ExpectNoMsg(Later);
        Active(actor, "key").ShouldBeFalse();
    }

    [Fact]
    public void A_periodic_timer_fires_until_it_is_cancelled()
    {
        var actor = Start();
        Do(actor, t => t.StartPeriodicTimer("key", "tick", Soon));
        ExpectMsg("tick");
        ExpectMsg("tick");
        ExpectMsg("tick");
        Active(actor, "key").ShouldBeTrue();
        Do(actor, t => t.Cancel("key"));
        Active(actor, "key").ShouldBeFalse();
        ReceiveWhatIsThere();
        ExpectNoMsg(Later);
    }

    [Fact]
    public void A_new_timer_of_the_same_key_replaces_the_old()
    {
        var actor = Start();
        Do(actor, t =>
        {
            t.StartSingleTimer("key", "old", Soon);
            t.StartSingleTimer("key", "new", Soon);
        });
        ExpectMsg("new");
        ExpectNoMsg(Later);
    }

    [Fact]
    public void A_cancelled_timer_whose_message_is_queued_already_is_not_delivered()
    {
        var actor = Start();
        Do(actor, t =>
        {
            t.StartSingleTimer("key", "tick", TimeSpan.FromMilliseconds(1));
            using var later = new ManualResetEventSlim();
            Sys.Scheduler.Advanced.ScheduleOnce(Soon, later.Set);
            later.Wait(TimeSpan.FromSeconds(10)).ShouldBeTrue();
            t.Cancel("key");
        });
        ExpectNoMsg(Later);
    }

    [Fact]
    public void Timers_end_with_a_restart()
    {
        var actor = Start();
        Do(actor, t => t.StartPeriodicTimer("key", "tick", Soon, Soon));
        ExpectMsg("tick");
        actor.Tell(new InvalidOperationException("restart"));
        FishForMessage(m => m is "restarted");
        ExpectNoMsg(Later);
    }

    [Fact]
    public void CancelAll_cancels_all()
    {
        var actor = Start();
        Do(actor, t =>
        {
            t.StartSingleTimer("a", "a", Soon);
            t.StartSingleTimer("b", "b", Soon);
            t.CancelAll();
        });
        ExpectNoMsg(Later);
    }

    [Fact]
    public void A_timers_message_has_no_sender()
    {
        var actor = Start();
        Do(actor, t => t.StartSingleTimer("key", "who", Soon));
        ExpectMsg("akka://test/deadLetters");
    }

    private void ReceiveWhatIsThere()
    {
        while (HasMessages)
            ExpectMsg("tick");
    }

    private IActorRef Start() => Sys.ActorOf(Props.Create(() => new Timed(TestActor)));

    private static void Do(IActorRef actor, Action<ITimerScheduler> action) => actor.Tell(action);

    private bool Active(IActorRef actor, string key) =>
        actor.Ask<bool>(new Func<ITimerScheduler, bool>(t => t.IsTimerActive(key)), TimeSpan.FromSeconds(5)).GetAwaiter().GetResult();

    private sealed class Timed : ReceiveActor, IWithTimers
    {
        private readonly IActorRef _target;

        public Timed(IActorRef target)
        {
            _target = target;
            Receive<Action<ITimerScheduler>>(action => action(Timers));
            Receive<Func<ITimerScheduler, bool>>(function => Sender.Tell(function(Timers)));
            Receive<Exception>(e => throw e);
            Receive<string>(s => s == "who", _ => target.Tell(Sender.Path.ToString()));
            ReceiveAny(m => target.Tell(m));
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PostRestart(Exception reason) => _target.Tell("restarted");
    }
}

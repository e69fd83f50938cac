using Akka.Actor;

namespace Akka.Embedded.Tests.Actor;

/// <summary>A whole actor system without a thread, a clock or randomness of its own.</summary>
public class OneThreadTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly SingleThreadWorld _world = new();
    private readonly List<string> _log = [];
    private readonly int _thread = Environment.CurrentManagedThreadId;

    [Fact]
    public void Tell_ask_and_the_scheduler_run_only_when_the_world_does()
    {
        var system = _world.CreateSystem();
        var actor = system.ActorOf(Props.Create(() => new Everything(this)), "actor");
        actor.Tell("hello");
        _log.ShouldBeEmpty();
        _world.Run();
        _log.ShouldBe(["hello at 0"]);
        _world.Result(actor.Ask<string>("ask", Minute), TimeSpan.Zero).ShouldBe("answer");
        system.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(10), actor, "later", ActorRefs.NoSender);
        _world.RunFor(TimeSpan.FromSeconds(9));
        _log.Count.ShouldBe(1);
        _world.RunFor(TimeSpan.FromSeconds(2));
        _log.ShouldBe(["hello at 0", "later at 10"]);
    }

    [Fact]
    public void Timers_receive_timeouts_and_ask_timeouts_go_by_the_clock_given()
    {
        var system = _world.CreateSystem();
        var actor = system.ActorOf(Props.Create(() => new Everything(this)));
        actor.Tell("timers");
        var ask = actor.Ask<string>("no answer", TimeSpan.FromSeconds(5));
        _world.RunFor(TimeSpan.FromSeconds(4));
        ask.IsCompleted.ShouldBeFalse();
        _world.RunFor(TimeSpan.FromSeconds(2));
        Should.Throw<AskTimeoutException>(() => ask.GetAwaiter().GetResult());
        _world.RunFor(Minute);
        _log.ShouldContain("tick at 3");
        _log.ShouldContain("receive timeout at 33");
    }

    [Fact]
    public void Continuations_and_piped_tasks_come_back_through_the_executor()
    {
        var system = _world.CreateSystem();
        var actor = system.ActorOf(Props.Create(() => new Everything(this)));
        actor.Tell("async");
        actor.Tell("pipe");
        actor.Tell("after");
        _world.RunFor(Minute);
        _log.ShouldBe(["async ends at 2", "after at 2", "piped at 5"]);
    }

    [Fact]
    public void The_orderly_end_runs_on_it_too()
    {
        var system = _world.CreateSystem();
        system.ActorOf(Props.Create(() => new Everything(this)));
        CoordinatedShutdown.Get(system).AddTask(CoordinatedShutdown.PhaseServiceStop, "note", async () =>
        {
            await Task.Delay(TimeSpan.FromSeconds(1), _world.Time);
            Note("service stops");
            return Done.Instance;
        });
        var end = system.Terminate();
        _world.RunFor(Minute);
        end.IsCompletedSuccessfully.ShouldBeTrue();
        _log.ShouldBe(["service stops at 1", "stopped at 1"]);
    }

    [Fact]
    public void One_seed_gives_one_history()
    {
        string[] History(ulong seed)
        {
            var world = new SingleThreadWorld(seed);
            var system = world.CreateSystem();
            var refs = Enumerable.Range(0, 5).Select(_ => system.ActorOf(Props.Create(() => new Everything(this))).ToString()!).ToArray();
            world.RunFor(Minute);
            return [.. refs, $"{world.Steps}"];
        }

        History(7).ShouldBe(History(7));
        History(7).ShouldNotBe(History(8));
    }

    private void Note(string what)
    {
        Environment.CurrentManagedThreadId.ShouldBe(_thread);
        _log.Add($"{what} at {Math.Floor(_world.Time.Elapsed.TotalSeconds)}");
    }

    private sealed class Everything : ReceiveActor, IWithTimers
    {
        private readonly OneThreadTests _test;

        public Everything(OneThreadTests test)
        {
            _test = test;
            Receive<string>(s => s == "ask", _ => Sender.Tell("answer"));
            Receive<string>(s => s == "no answer", _ => { });
            Receive<string>(s => s == "timers", _ =>
            {
                Timers.StartSingleTimer("key", "tick", TimeSpan.FromSeconds(3));
                Context.SetReceiveTimeout(TimeSpan.FromSeconds(30));
            });
            Receive<ReceiveTimeout>(_ =>
            {
                test.Note("receive timeout");
                Context.SetReceiveTimeout(null);
            });
            ReceiveAsync<string>(s => s == "async", async _ =>
            {
                await Task.Delay(TimeSpan.FromSeconds(2), test._world.Time);
                Self.ShouldBe(Context.Self);
                test.Note("async ends");
            });
            Receive<string>(s => s == "pipe", _ => LaterAsync().PipeTo(Self));
            Receive<string>(test.Note);
        }

        public ITimerScheduler Timers { get; set; } = null!;

        protected override void PostStop() => _test.Note("stopped");

        private async Task<string> LaterAsync()
        {
            await Task.Delay(TimeSpan.FromSeconds(3), _test._world.Time);
            return "piped";
        }
    }
}

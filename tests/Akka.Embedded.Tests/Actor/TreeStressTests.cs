using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Embedded.Tests.Actor;

/// <summary>Many actors that watch, stop, fail and restart each other at random.</summary>
public class TreeStressTests
{
    private const int Parents = 8;
    private const int ChildrenEach = 12;
    private const int Steps = 4_000;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void On_one_thread_every_watched_end_is_told_exactly_once(int seed)
    {
        var world = new SingleThreadWorld((ulong)seed);
        var tally = new Tally();
        var system = world.CreateSystem();
        Play(system, tally, new Random(seed), world.Run);
        var end = system.Terminate();
        world.RunFor(TimeSpan.FromMinutes(1));
        end.IsCompletedSuccessfully.ShouldBeTrue();
        tally.Check();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task On_the_thread_pool_every_watched_end_is_told_exactly_once(int seed)
    {
        var tally = new Tally();
        var system = ActorSystem.Create("stress", "akka.loglevel = OFF\nakka.stdout-loglevel = OFF");
        Play(system, tally, new Random(seed), () => { });
        await system.Terminate().WaitAsync(TimeSpan.FromSeconds(60));
        tally.Check();
    }

    private static void Play(ActorSystem system, Tally tally, Random random, Action settle)
    {
        var watcher = system.ActorOf(Props.Create(() => new Watcher(tally)), "watcher");
        var parents = Enumerable.Range(0, Parents).Select(i => system.ActorOf(Props.Create(() => new Parent(watcher)), $"p{i}")).ToArray();
        for (var i = 0; i < Steps; i++)
        {
            var parent = parents[random.Next(Parents)];
            var child = $"c{random.Next(ChildrenEach)}";
            parent.Tell((random.Next(6) switch { 0 => "stop", 1 => "fail", 2 => "fail with restart", 3 => "pill", _ => "start" }, child));
            if (random.Next(200) == 0)
                parent.Tell(new InvalidOperationException("parent"));
            if (random.Next(20) == 0)
                settle();
        }
        settle();
        var asks = parents.Select(p => p.Ask<string>("sync", TimeSpan.FromSeconds(60))).ToArray();
        settle();
        Task.WaitAll(asks, TimeSpan.FromSeconds(60)).ShouldBeTrue();
        foreach (var parent in parents)
            parent.Tell(PoisonPill.Instance);
        settle();
        var stopped = watcher.Ask<string>("when all are gone", TimeSpan.FromSeconds(60));
        settle();
        stopped.Wait(TimeSpan.FromSeconds(60)).ShouldBeTrue();
    }

    private sealed class Tally
    {
        public ConcurrentDictionary<IActorRef, int> Ends { get; } = new();

        public int Watched { get; set; }

        public void Check()
        {
            Watched.ShouldBeGreaterThan(100);
            Ends.Count.ShouldBe(Watched);
            Ends.Values.ShouldAllBe(times => times == 1);
        }
    }

    private sealed class Watcher : ReceiveActor
    {
        private readonly HashSet<IActorRef> _open = [];
        private IActorRef? _waiting;

        public Watcher(Tally tally)
        {
            Receive<IActorRef>(actor =>
            {
                Context.Watch(actor);
                _open.Add(actor);
                tally.Watched++;
            });
            Receive<Terminated>(end =>
            {
                tally.Ends.AddOrUpdate(end.ActorRef, 1, (_, times) => times + 1);
                _open.Remove(end.ActorRef);
                TellWhenAllGone();
            });
            Receive<string>(_ =>
            {
                _waiting = Sender;
                TellWhenAllGone();
            });
        }

        private void TellWhenAllGone()
        {
            if (_open.Count == 0)
                _waiting?.Tell("all gone");
        }
    }

    private sealed class Parent : ReceiveActor
    {
        private readonly IActorRef _watcher;

        public Parent(IActorRef watcher)
        {
            _watcher = watcher;
            Receive<(string What, string Child)>(order => Do(order.What, order.Child));
            Receive<string>(_ => Sender.Tell("synced"));
            Receive<Exception>(e => throw e);
        }

        protected override SupervisorStrategy SupervisorStrategy() =>
            new OneForOneStrategy(e => e.Message.Contains("restart", StringComparison.Ordinal) ? Directive.Restart : Directive.Stop);

        private void Do(string what, string name)
        {
            var child = Context.Child(name);
            switch (what)
            {
                case "start" when child.IsNobody():
                    _watcher.Tell(Context.ActorOf(Props.Create(() => new Child()), name));
                    break;
                case "stop" when !child.IsNobody():
                    Context.Stop(child);
                    break;
                case "pill":
                    child.Tell(PoisonPill.Instance);
                    break;
                default:
                    child.Tell(new InvalidOperationException(what));
                    break;
            }
        }
    }

    private sealed class Child : ReceiveActor
    {
        public Child() => Receive<Exception>(e => throw e);
    }
}

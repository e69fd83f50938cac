using Akka.Actor;
using Akka.Persistence;
using static Akka.Contract.Tests.Persistence.PersistenceSystem;

namespace Akka.Contract.Tests.Persistence;

public sealed class PersistTests : IAsyncLifetime
{
    private readonly ActorSystem _system = Create();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task The_handler_of_an_event_runs_before_the_next_command()
    {
        var listener = new Listener(_system);
        var actor = _system.ActorOf(Props.Create(() => new Stepwise("steps", listener.Ref)));

        actor.Tell("a");
        actor.Tell("b");

        (await listener.Next(4)).ShouldBe(["command a", "handler a", "command b", "handler b"]);
    }

    [Fact]
    public async Task The_sender_is_still_there_in_the_handler()
    {
        var actor = _system.ActorOf(Ledger.Props("sender", ActorRefs.Nobody));

        (await actor.Ask<Added>(new Add(7), Patience)).ShouldBe(new Added(7));
    }

    [Fact]
    public async Task Nested_persists_run_after_the_outer_ones_and_before_the_next_command()
    {
        var listener = new Listener(_system);
        var actor = _system.ActorOf(Props.Create(() => new Nesting("nest", listener.Ref)));

        actor.Tell("x");
        actor.Tell("y");

        (await listener.Next(8)).ShouldBe([
            "command x", "outer x1", "outer x2", "inner x",
            "command y", "outer y1", "outer y2", "inner y"]);
    }

    [Fact]
    public async Task Many_events_are_persisted_as_one_and_handled_one_by_one()
    {
        var listener = new Listener(_system);
        var actor = _system.ActorOf(Ledger.Props("many", listener.Ref));
        await listener.Next<Recovered>();

        actor.Tell(new AddMany([1, 2, 3]));

        (await listener.Next(3)).ShouldBe([new Added(1), new Added(2), new Added(3)]);
        (await actor.Ask<long>(new Ask("sequence"), Patience)).ShouldBe(3);
    }

    [Fact]
    public async Task Persist_async_lets_commands_through_and_keeps_the_order_of_handlers()
    {
        var listener = new Listener(_system);
        var actor = _system.ActorOf(Props.Create(() => new Asynchronous("async", listener.Ref)));

        actor.Tell("a");
        actor.Tell("b");

        var heard = await listener.Next(6);
        heard.Where(word => ((string)word).StartsWith("command", StringComparison.Ordinal)).ShouldBe(["command a", "command b"]);
        heard.Where(word => !((string)word).StartsWith("command", StringComparison.Ordinal))
            .ShouldBe(["event a", "deferred a", "event b", "deferred b"]);
    }

    [Fact]
    public async Task Deferring_without_anything_pending_runs_at_once()
    {
        var listener = new Listener(_system);
        var actor = _system.ActorOf(Ledger.Props("defer", listener.Ref));
        await listener.Next<Recovered>();

        actor.Tell(new Ask("defer"));

        (await listener.Next()).ShouldBe("deferred");
    }

    [Fact]
    public async Task Deferred_things_are_not_in_the_journal()
    {
        var actor = _system.ActorOf(Ledger.Props("not kept", ActorRefs.Nobody));
        await actor.Ask<Added>(new Add(1), Patience);
        actor.Tell(new Ask("defer"));
        (await actor.Ask<long>(new Ask("sequence"), Patience)).ShouldBe(1);
        await _system.StopAndWait(actor);

        var again = _system.ActorOf(Ledger.Props("not kept", ActorRefs.Nobody));

        (await again.Ask<int[]>(new Ask("numbers"), Patience)).ShouldBe([1]);
    }

    [Fact]
    public async Task The_stash_of_the_actor_works_beside_persisting()
    {
        var listener = new Listener(_system);
        var actor = _system.ActorOf(Props.Create(() => new Stashing("stash", listener.Ref)));

        actor.Tell("one");
        actor.Tell("two");
        actor.Tell("open");
        actor.Tell("three");

        (await listener.Next(4)).ShouldBe(["open", "one", "two", "three"]);
    }

    [Fact]
    public async Task An_exception_in_a_handler_restarts_the_actor_with_the_event_kept()
    {
        var listener = new Listener(_system);
        var actor = _system.ActorOf(Props.Create(() => new Exploding("boom", listener.Ref)));
        (await listener.Next()).ShouldBe("recovered 0");

        actor.Tell("boom");
        actor.Tell("calm");

        (await listener.Next()).ShouldBe("recovered 1");
        (await listener.Next()).ShouldBe("handled calm");
    }

    private sealed class Stepwise : UntypedPersistentActor
    {
        private readonly IActorRef _listener;

        public Stepwise(string id, IActorRef listener)
        {
            PersistenceId = id;
            _listener = listener;
        }

        public override string PersistenceId { get; }

        protected override void OnCommand(object message)
        {
            _listener.Tell($"command {message}");
            Persist((string)message, word => _listener.Tell($"handler {word}"));
        }

        protected override void OnRecover(object message)
        {
        }
    }

    private sealed class Nesting : ReceivePersistentActor
    {
        public Nesting(string id, IActorRef listener)
        {
            PersistenceId = id;
            Command<string>(word =>
            {
                listener.Tell($"command {word}");
                Persist($"{word}1", first =>
                {
                    listener.Tell($"outer {first}");
                    Persist(word, inner => listener.Tell($"inner {inner}"));
                });
                Persist($"{word}2", second => listener.Tell($"outer {second}"));
            });
        }

        public override string PersistenceId { get; }
    }

    private sealed class Asynchronous : ReceivePersistentActor
    {
        public Asynchronous(string id, IActorRef listener)
        {
            PersistenceId = id;
            Command<string>(word =>
            {
                listener.Tell($"command {word}");
                PersistAsync(word, e => listener.Tell($"event {e}"));
                DeferAsync(word, e => listener.Tell($"deferred {e}"));
            });
        }

        public override string PersistenceId { get; }
    }

    private sealed class Stashing : ReceivePersistentActor
    {
        private bool _open;

        public Stashing(string id, IActorRef listener)
        {
            PersistenceId = id;
            Command<string>(word =>
            {
                if (word == "open")
                {
                    Persist(word, e =>
                    {
                        _open = true;
                        listener.Tell(e);
                        Stash.UnstashAll();
                    });
                }
                else if (_open)
                {
                    Persist(word, e => listener.Tell(e));
                }
                else
                {
                    Stash.Stash();
                }
            });
        }

        public override string PersistenceId { get; }
    }

    private sealed class Exploding : ReceivePersistentActor
    {
        private int _events;

        public Exploding(string id, IActorRef listener)
        {
            PersistenceId = id;
            Recover<string>(_ => _events++);
            Recover<RecoveryCompleted>(_ => listener.Tell($"recovered {_events}"));
            Command<string>(word => Persist(word, e =>
            {
                if (e == "boom")
                    throw new InvalidOperationException(e);
                listener.Tell($"handled {e}");
            }));
        }

        public override string PersistenceId { get; }
    }
}

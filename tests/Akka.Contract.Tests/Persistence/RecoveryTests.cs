using Akka.Actor;
using Akka.Persistence;
using static Akka.Contract.Tests.Persistence.PersistenceSystem;

namespace Akka.Contract.Tests.Persistence;

public sealed class RecoveryTests : IAsyncLifetime
{
    private readonly ActorSystem _system = Create();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task A_new_actor_recovers_to_nothing_and_says_so()
    {
        var listener = new Listener(_system);
        _system.ActorOf(Ledger.Props("new", listener.Ref));

        (await listener.Next()).ShouldBe(new Recovered(RecoveryCompleted.Instance, 0, false));
    }

    [Fact]
    public async Task Events_come_back_in_order_before_recovery_completes_and_before_any_command()
    {
        await Fill("order", 1, 2, 3);
        var listener = new Listener(_system);

        var actor = _system.ActorOf(Ledger.Props("order", listener.Ref));
        actor.Tell(new AddAsync(4));

        (await listener.Next(6)).ShouldBe([
            new Recovered(new Added(1), 1, true),
            new Recovered(new Added(2), 2, true),
            new Recovered(new Added(3), 3, true),
            new Recovered(RecoveryCompleted.Instance, 3, false),
            "command 4",
            new Added(4),
        ]);
        (await actor.Ask<long>(new Ask("sequence"), Patience)).ShouldBe(4);
    }

    [Fact]
    public async Task An_actor_that_failed_recovers_again_when_restarted()
    {
        var listener = new Listener(_system);
        var actor = _system.ActorOf(Ledger.Props("restart", listener.Ref));
        (await actor.Ask<Added>(new Add(1), Patience)).ShouldBe(new Added(1));
        (await listener.Next(2)).ShouldBe([new Recovered(RecoveryCompleted.Instance, 0, false), new Added(1)]);

        actor.Tell(new Ask("fail"));

        (await listener.Next(2)).ShouldBe([new Recovered(new Added(1), 1, true), new Recovered(RecoveryCompleted.Instance, 1, false)]);
        (await actor.Ask<int[]>(new Ask("numbers"), Patience)).ShouldBe([1]);
    }

    [Fact]
    public async Task Commands_sent_during_recovery_keep_their_order()
    {
        await Fill("waiting", [.. Enumerable.Range(0, 50)]);
        var listener = new Listener(_system);

        var actor = _system.ActorOf(Ledger.Props("waiting", listener.Ref));
        for (var i = 100; i < 110; i++)
            actor.Tell(new Add(i));

        (await actor.Ask<int[]>(new Ask("numbers"), Patience)).ShouldBe([.. Enumerable.Range(0, 50), .. Enumerable.Range(100, 10)]);
    }

    [Fact]
    public async Task Two_ids_do_not_see_each_other()
    {
        await Fill("one", 1);
        await Fill("two", 2);

        var actor = _system.ActorOf(Ledger.Props("one", ActorRefs.Nobody));

        (await actor.Ask<int[]>(new Ask("numbers"), Patience)).ShouldBe([1]);
    }

    [Fact]
    public async Task Recovery_can_be_limited()
    {
        await Fill("limited", 1, 2, 3, 4);

        var upToTwo = _system.ActorOf(Props.Create(() => new Limited("limited", new Recovery(SnapshotSelectionCriteria.Latest, 2))));
        var atMostThree = _system.ActorOf(
            Props.Create(() => new Limited("limited", new Recovery(SnapshotSelectionCriteria.Latest, long.MaxValue, 3))));
        var nothing = _system.ActorOf(Props.Create(() => new Limited("limited", Recovery.None)));

        (await upToTwo.Ask<int[]>("?", Patience)).ShouldBe([1, 2]);
        (await atMostThree.Ask<int[]>("?", Patience)).ShouldBe([1, 2, 3]);
        (await nothing.Ask<int[]>("?", Patience)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_exception_in_a_recover_handler_stops_the_actor()
    {
        await Fill("poison", 1);
        var listener = new Listener(_system);

        var actor = _system.ActorOf(Props.Create(() => new Choking("poison", listener.Ref)));

        (await listener.Next()).ShouldBe("no recovery cannot swallow 1");
        (await listener.Next()).ShouldBe("stopped");
        await Should.ThrowAsync<AskTimeoutException>(() => actor.Ask("?", TimeSpan.FromMilliseconds(300)));
    }

    [Fact]
    public async Task Persisting_during_recovery_is_an_error()
    {
        await Fill("eager", 1);
        var listener = new Listener(_system);

        _system.ActorOf(Props.Create(() => new Eager("eager", listener.Ref)));

        (await listener.Next()).ShouldBeOfType<InvalidOperationException>();
    }

    private async Task Fill(string id, params int[] values)
    {
        var actor = _system.ActorOf(Ledger.Props(id, ActorRefs.Nobody));
        foreach (var value in values)
            await actor.Ask<Added>(new Add(value), Patience);
        await _system.StopAndWait(actor);
    }

    private sealed class Limited : ReceivePersistentActor
    {
        private readonly List<int> _numbers = [];

        public Limited(string id, Recovery recovery)
        {
            PersistenceId = id;
            Recovery = recovery;
            Recover<Added>(added => _numbers.Add(added.Value));
            CommandAny(_ => Sender.Tell(_numbers.ToArray()));
        }

        public override string PersistenceId { get; }

        public override Recovery Recovery { get; }
    }

    private sealed class Choking : ReceivePersistentActor
    {
        private readonly IActorRef _listener;

        public Choking(string id, IActorRef listener)
        {
            PersistenceId = id;
            _listener = listener;
            Recover<Added>(added => throw new InvalidOperationException($"cannot swallow {added.Value}"));
            CommandAny(_ => Sender.Tell("alive"));
        }

        public override string PersistenceId { get; }

        protected override void OnRecoveryFailure(Exception reason, object? message = null) =>
            _listener.Tell($"no recovery {reason.Message}");

        protected override void PostStop() => _listener.Tell("stopped");
    }

    private sealed class Eager : ReceivePersistentActor
    {
        private readonly IActorRef _listener;

        public Eager(string id, IActorRef listener)
        {
            PersistenceId = id;
            _listener = listener;
            Recover<Added>(added => Persist(added, _ => { }));
        }

        public override string PersistenceId { get; }

        protected override void OnRecoveryFailure(Exception reason, object? message = null) => _listener.Tell(reason);
    }
}

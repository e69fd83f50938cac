using Akka.Actor;
using Akka.Persistence;
using static Akka.Contract.Tests.Persistence.PersistenceSystem;

namespace Akka.Contract.Tests.Persistence;

public sealed class SnapshotTests : IAsyncLifetime
{
    private readonly ActorSystem _system = Create();

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task A_snapshot_is_offered_first_and_only_later_events_follow()
    {
        var listener = new Listener(_system);
        var actor = _system.ActorOf(Ledger.Props("snap", listener.Ref));
        await Add(actor, 1, 2);
        actor.Tell(new Ask("snapshot"));
        var saved = await listener.Await<SaveSnapshotSuccess>();
        saved.Metadata.PersistenceId.ShouldBe("snap");
        saved.Metadata.SequenceNr.ShouldBe(2);
        await Add(actor, 3);
        await _system.StopAndWait(actor);

        var later = new Listener(_system);
        _system.ActorOf(Ledger.Props("snap", later.Ref));

        var first = await later.Next<Recovered>();
        first.What.ShouldBe(new[] { 1, 2 });
        first.LastSequenceNr.ShouldBe(2);
        (await later.Next(2)).ShouldBe([new Recovered(new Added(3), 3, true), new Recovered(RecoveryCompleted.Instance, 3, false)]);
    }

    [Fact]
    public async Task Deleted_messages_do_not_come_back_but_numbers_go_on()
    {
        var listener = new Listener(_system);
        var actor = _system.ActorOf(Ledger.Props("deleted", listener.Ref));
        await Add(actor, 1, 2);

        actor.Tell(new Ask("delete"));
        (await listener.Await<DeleteMessagesSuccess>()).ToSequenceNr.ShouldBe(2);
        await _system.StopAndWait(actor);

        var again = _system.ActorOf(Ledger.Props("deleted", ActorRefs.Nobody));
        (await again.Ask<int[]>(new Ask("numbers"), Patience)).ShouldBeEmpty();
        (await again.Ask<long>(new Ask("sequence"), Patience)).ShouldBe(2);
    }

    [Fact]
    public async Task Deleted_snapshots_do_not_come_back()
    {
        var listener = new Listener(_system);
        var actor = _system.ActorOf(Ledger.Props("forgotten", listener.Ref));
        await Add(actor, 1);
        actor.Tell(new Ask("snapshot"));
        await listener.Await<SaveSnapshotSuccess>();

        actor.Tell(new Ask("delete snapshots"));
        await listener.Await<DeleteSnapshotsSuccess>();
        await _system.StopAndWait(actor);

        var later = new Listener(_system);
        _system.ActorOf(Ledger.Props("forgotten", later.Ref));
        (await later.Next()).ShouldBe(new Recovered(new Added(1), 1, true));
    }

    [Fact]
    public async Task Without_a_snapshot_store_saving_fails_and_recovery_works()
    {
        using var system = Create("""akka.persistence.snapshot-store.plugin = "akka.persistence.no-snapshot-store" """);
        var listener = new Listener(system);
        var actor = system.ActorOf(Ledger.Props("plain", listener.Ref));
        await Add(actor, 1);

        actor.Tell(new Ask("snapshot"));

        (await listener.Await<SaveSnapshotFailure>()).Metadata.SequenceNr.ShouldBe(1);
    }

    private static async Task Add(IActorRef actor, params int[] values)
    {
        foreach (var value in values)
            await actor.Ask<Added>(new Add(value), Patience);
    }
}

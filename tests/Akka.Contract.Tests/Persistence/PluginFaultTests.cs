using Akka.Actor;
using Akka.Persistence;

namespace Akka.Contract.Tests.Persistence;

public sealed class PluginFaultTests : IAsyncLifetime
{
    private readonly ActorSystem _system = PersistenceSystem.Create($$"""
        akka.persistence {
          journal.plugin = "silent"
          snapshot-store.plugin = "torn"
        }
        silent {
          class = "{{PersistenceSystem.NameOf<SilentJournal>()}}"
          recovery-event-timeout = 1s
          circuit-breaker { max-failures = 2, call-timeout = 1s, reset-timeout = 3s }
        }
        torn.class = "{{PersistenceSystem.NameOf<TornSnapshots>()}}"
        """);

    private readonly Listener _listener;

    public PluginFaultTests() => _listener = new Listener(_system);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task A_write_that_takes_too_long_fails_and_stops_the_actor()
    {
        var actor = await Start("slow");

        actor.Tell(new Do(a => a.Persist(SilentJournal.Silence, a.Say)));

        (await _listener.Next(2)).ShouldBe(["failed silence 1: TimeoutException", "stopped"]);
    }

    [Fact]
    public async Task After_too_many_failures_the_journal_is_left_alone_for_a_while()
    {
        IActorRef[] actors = [await Start("first"), await Start("second"), await Start("third")];
        foreach (var actor in actors[..2])
        {
            actor.Tell(new Do(a => a.Persist(SilentJournal.Silence, a.Say)));
            await _listener.Next(2);
        }

        actors[2].Tell(new Do(a => a.Persist("oak", a.Say)));

        (await _listener.Next(2)).ShouldBe(["failed oak 1: OpenCircuitException", "stopped"]);
        var opened = await Reopened();
        opened.Tell(new Do(a => a.Persist("elm", a.Say)));
        (await _listener.Next()).ShouldBe("elm");
    }

    [Fact]
    public async Task A_journal_that_says_nothing_during_recovery_stops_the_actor()
    {
        _system.ActorOf(Scripted.Props(SilentJournal.Silence, _listener.Ref));

        (await _listener.Next(2)).ShouldBe(["no recovery: RecoveryTimedOutException", "stopped"]);
    }

    [Fact]
    public async Task Events_that_cannot_be_deleted_are_told_to_the_actor()
    {
        var actor = await Start("glued");
        actor.Tell(new Do(a => a.Persist("oak", a.Say)));
        (await _listener.Next()).ShouldBe("oak");

        actor.Tell(new Do(a => a.DeleteMessages(long.MaxValue)));

        var failure = await _listener.Next<DeleteMessagesFailure>();
        failure.ToSequenceNr.ShouldBe(1);
        failure.Cause.Message.ShouldBe("glued");
    }

    [Fact]
    public async Task A_snapshot_that_cannot_be_loaded_stops_the_actor()
    {
        _system.ActorOf(Scripted.Props(TornSnapshots.Torn, _listener.Ref));

        (await _listener.Next(2)).ShouldBe(["no recovery: InvalidOperationException", "stopped"]);
    }

    [Fact]
    public async Task Snapshots_that_cannot_be_saved_or_deleted_are_told_to_the_actor()
    {
        var actor = await Start("papers");
        actor.Tell(new Do(a => a.SaveSnapshot("oak")));
        var saving = await _listener.Next<SaveSnapshotFailure>();
        saving.Metadata.PersistenceId.ShouldBe("papers");
        saving.Cause.Message.ShouldBe("torn");

        actor.Tell(new Do(a => a.DeleteSnapshot(7)));
        (await _listener.Next<DeleteSnapshotFailure>()).Metadata.SequenceNr.ShouldBe(7);
        actor.Tell(new Do(a => a.DeleteSnapshots(SnapshotSelectionCriteria.Latest)));
        (await _listener.Next<DeleteSnapshotsFailure>()).Cause.Message.ShouldBe("torn");
    }

    private async Task<IActorRef> Start(string id)
    {
        var actor = _system.ActorOf(Scripted.Props(id, _listener.Ref));
        (await _listener.Next()).ShouldBe("recovered to 0");
        return actor;
    }

    // While the circuit is open, recoveries fail too.
    private async Task<IActorRef> Reopened()
    {
        using var patience = new CancellationTokenSource(PersistenceSystem.Patience);
        for (var attempt = 0; ; attempt++)
        {
            patience.Token.ThrowIfCancellationRequested();
            var actor = _system.ActorOf(Scripted.Props($"again {attempt}", _listener.Ref));
            if (await _listener.Next() is "recovered to 0")
                return actor;
            (await _listener.Next()).ShouldBe("stopped");
        }
    }
}

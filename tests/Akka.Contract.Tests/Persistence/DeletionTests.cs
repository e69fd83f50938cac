using Akka.Actor;
using Akka.Persistence;

namespace Akka.Contract.Tests.Persistence;

public sealed class DeletionTests : IAsyncLifetime
{
    private readonly ActorSystem _system = PersistenceSystem.Create();
    private readonly Listener _listener;

    public DeletionTests() => _listener = new Listener(_system);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task One_snapshot_is_deleted_and_the_one_before_is_offered()
    {
        var actor = await StartWithSnapshots("a");

        actor.Tell(new Do(a => a.DeleteSnapshot(2)));

        (await _listener.Next<DeleteSnapshotSuccess>()).Metadata.SequenceNr.ShouldBe(2);
        await Restart(actor, "a");
        (await _listener.Next(3)).ShouldBe(["snapshot one at 1", "event two", "recovered to 2"]);
    }

    [Fact]
    public async Task Snapshots_within_bounds_are_deleted()
    {
        var actor = await StartWithSnapshots("b");
        var upToOne = new SnapshotSelectionCriteria(1);

        actor.Tell(new Do(a => a.DeleteSnapshots(upToOne)));

        (await _listener.Next<DeleteSnapshotsSuccess>()).Criteria.ShouldBe(upToOne);
        await Restart(actor, "b");
        (await _listener.Next(2)).ShouldBe(["snapshot two at 2", "recovered to 2"]);
    }

    [Fact]
    public async Task A_recovery_chooses_its_snapshot_and_its_last_event()
    {
        var actor = await StartWithSnapshots("c");

        await Restart(actor, "c", new Recovery(new SnapshotSelectionCriteria(1)));
        (await _listener.Next(3)).ShouldBe(["snapshot one at 1", "event two", "recovered to 2"]);
        _system.ActorOf(Scripted.Props("c", _listener.Ref, new Recovery(SnapshotSelectionCriteria.Latest, 1)));
        (await _listener.Next(2)).ShouldBe(["snapshot one at 1", "recovered to 2"]);
        _system.ActorOf(Scripted.Props("c", _listener.Ref, new Recovery(SnapshotSelectionCriteria.None)));
        (await _listener.Next(3)).ShouldBe(["event one", "event two", "recovered to 2"]);
        _system.ActorOf(Scripted.Props("c", _listener.Ref, Recovery.None));
        (await _listener.Next()).ShouldBe("recovered to 2");
    }

    [Fact]
    public async Task Events_after_the_last_cannot_be_deleted()
    {
        var actor = await StartWithSnapshots("d");

        actor.Tell(new Do(a => a.DeleteMessages(3)));

        var failure = await _listener.Next<DeleteMessagesFailure>();
        failure.ToSequenceNr.ShouldBe(3);
        failure.Cause.ShouldBeOfType<InvalidOperationException>();
    }

    [Fact]
    public async Task Events_up_to_a_number_are_deleted_and_the_rest_comes_back()
    {
        var actor = await StartWithSnapshots("e");

        actor.Tell(new Do(a => a.DeleteMessages(1)));

        (await _listener.Next<DeleteMessagesSuccess>()).ToSequenceNr.ShouldBe(1);
        await Restart(actor, "e", new Recovery(SnapshotSelectionCriteria.None));
        (await _listener.Next(2)).ShouldBe(["event two", "recovered to 2"]);
    }

    private async Task<IActorRef> StartWithSnapshots(string id)
    {
        var actor = _system.ActorOf(Scripted.Props(id, _listener.Ref));
        (await _listener.Next()).ShouldBe("recovered to 0");
        for (var i = 1; i <= 2; i++)
        {
            var word = i == 1 ? "one" : "two";
            actor.Tell(new Do(a => a.Persist(word, a.SaveSnapshot)));
            (await _listener.Next<SaveSnapshotSuccess>()).Metadata.SequenceNr.ShouldBe(i);
        }

        return actor;
    }

    private async Task Restart(IActorRef actor, string id, Recovery? recovery = null)
    {
        await _system.StopAndWait(actor);
        (await _listener.Next()).ShouldBe("stopped");
        _system.ActorOf(Scripted.Props(id, _listener.Ref, recovery));
    }
}

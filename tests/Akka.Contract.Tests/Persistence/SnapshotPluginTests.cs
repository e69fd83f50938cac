using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Snapshot;
using static Akka.Contract.Tests.Persistence.PersistenceSystem;

namespace Akka.Contract.Tests.Persistence;

public sealed class SnapshotPluginTests : IAsyncLifetime
{
    private readonly ActorSystem _system = Create($$"""
        akka.persistence.snapshot-store.plugin = album
        album {
          class = "{{NameOf<Album>()}}"
          plugin-dispatcher = "akka.actor.default-dispatcher"
        }
        """);

    private readonly Listener _listener;

    public SnapshotPluginTests() => _listener = new Listener(_system);

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _system.Terminate();

    [Fact]
    public async Task A_store_of_ones_own_is_told_which_snapshots_are_meant()
    {
        var actor = _system.ActorOf(Scripted.Props("own", _listener.Ref));
        (await _listener.Next()).ShouldBe("recovered to 0");
        actor.Tell(new Do(a => a.Persist("oak", a.SaveSnapshot)));
        (await _listener.Next<SaveSnapshotSuccess>()).Metadata.SequenceNr.ShouldBe(1);
        actor.Tell(new Do(a => a.DeleteSnapshots(new SnapshotSelectionCriteria(5))));
        await _listener.Next<DeleteSnapshotsSuccess>();
        actor.Tell(new Do(a => a.DeleteSnapshot(7)));
        await _listener.Next<DeleteSnapshotSuccess>();

        (await NotesAsync()).ShouldBe(
        [
            $"load own 0..{long.MaxValue} at any time", "save own 1 oak, just now", "delete own 0..5 at any time", "delete own 7",
        ]);
    }

    [Fact]
    public async Task What_the_store_gives_is_offered_with_its_number_and_time()
    {
        _system.ActorOf(Scripted.Props(Album.Known, _listener.Ref));

        (await _listener.Next(2)).ShouldBe(["snapshot elm at 3", "recovered to 3"]);
    }

    [Fact]
    public async Task A_recovery_up_to_a_number_asks_for_no_later_snapshot()
    {
        _system.ActorOf(Scripted.Props("some", _listener.Ref, new Recovery(new SnapshotSelectionCriteria(9), 4)));
        await _listener.Next();

        (await NotesAsync()).ShouldBe(["load some 0..4 at any time"]);
    }

    private Task<string[]> NotesAsync() =>
        Akka.Persistence.Persistence.Instance.Apply(_system).SnapshotStoreFor("album").Ask<string[]>("notes", Patience);

    /// <summary>Notes what is asked of it.</summary>
    internal sealed class Album : SnapshotStore
    {
        public const string Known = "known";
        private static readonly TimeSpan Recent = TimeSpan.FromMinutes(5);
        private readonly List<string> _notes = [];

        protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria)
        {
            _notes.Add($"load {persistenceId} {Say(criteria)}");
            var metadata = new SnapshotMetadata(persistenceId, 3, new DateTime(2026, 1, 2, 0, 0, 0, DateTimeKind.Utc));
            var found = new SelectedSnapshot(metadata, "elm");
            return Task.FromResult(persistenceId == Known ? found : null);
        }

        protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot)
        {
            var age = DateTime.UtcNow - metadata.Timestamp;
            _notes.Add($"save {metadata.PersistenceId} {metadata.SequenceNr} {snapshot}, {(age < Recent ? "just now" : $"{age} ago")}");
            return Task.CompletedTask;
        }

        protected override Task DeleteAsync(SnapshotMetadata metadata)
        {
            _notes.Add($"delete {metadata.PersistenceId} {metadata.SequenceNr}");
            return Task.CompletedTask;
        }

        protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria)
        {
            _notes.Add($"delete {persistenceId} {Say(criteria)}");
            return Task.CompletedTask;
        }

        protected override bool ReceivePluginInternal(object message)
        {
            if (message is not "notes") return false;
            Sender.Tell(_notes.ToArray());
            return true;
        }

        private static string Say(SnapshotSelectionCriteria criteria)
        {
            var isAny = (criteria.MinTimestamp ?? DateTime.MinValue) == DateTime.MinValue && criteria.MaxTimeStamp == DateTime.MaxValue;
            return $"{criteria.MinSequenceNr}..{criteria.MaxSequenceNr}{(isAny ? " at any time" : "")}";
        }
    }
}

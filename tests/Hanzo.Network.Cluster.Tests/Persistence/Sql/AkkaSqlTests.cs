using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Tests.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.Persistence.Sql;

/// <summary>
/// One PostgreSQL database, written by our stores, which know no runtime, and by Akka.Persistence.Sql on Akka.NET: each reads the
/// other's and goes on with it.
/// </summary>
public sealed class AkkaSqlTests : IAsyncLifetime
{
    private const string Id = "clerk.3.01KB4Z6W5N0000000000000000";
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    private readonly PostgresServer _server = new();
    private PostgresEventStore _store = null!;
    private ActorSystem _system = null!;

    public async Task InitializeAsync()
    {
        await _server.InitializeAsync();
        var database = await _server.NewDatabaseAsync();
        _store = new PostgresEventStore(database, TimeProvider.System, new SystemIds(TimeProvider.System));
        var plugins = ConfigurationFactory.ParseString(
            $$"""
            akka.loglevel = WARNING
            akka.actor.provider = local
            akka.persistence {
              journal.plugin = "akka.persistence.journal.sql"
              journal.sql {
                class = "Akka.Persistence.Sql.Journal.SqlWriteJournal, Akka.Persistence.Sql"
                connection-string = "{{database}}"
                provider-name = "PostgreSQL.15"
                auto-initialize = off
                replay-filter.mode = off
              }
              snapshot-store.plugin = "akka.persistence.snapshot-store.sql"
              snapshot-store.sql {
                class = "Akka.Persistence.Sql.Snapshot.SqlSnapshotStore, Akka.Persistence.Sql"
                connection-string = "{{database}}"
                provider-name = "PostgreSQL.15"
                auto-initialize = off
              }
            }
            """);
        _system = ActorSystem.Create("theirs", plugins.WithFallback(AkkaProfile.Load(new NetworkOptions())));
    }

    public async Task DisposeAsync()
    {
        await _system.Terminate().Within(20);
        _store.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task What_our_store_has_written_is_read_there()
    {
        await _store.AppendAsync(Id, 0, "ours", [.. Events(1, 6).Select(New)], default);
        var made = Made(Events(1, 4));
        await _store.SaveSnapshotAsync(
            Id, new StoredSnapshot(4, SessionSnapshotCodec.Manifest, SessionSnapshotCodec.Encode(made), At), default);
        await _store.DeleteAsync(Id, 3, default);

        var read = await ReadAsync(Recovery.Default);
        read.Last.ShouldBe(6);
        Text(read.Made).ShouldBe(Text(Made(Events(1, 6))));
        (await Should.ThrowAsync<FormatException>(() => ReadAsync(new Recovery(SnapshotSelectionCriteria.None)))).Message
            .ShouldContain("events 1 to 3 were deleted");
    }

    [Fact]
    public async Task What_was_written_there_is_read_by_our_store()
    {
        var writer = _system.ActorOf(Props.Create(() => new Session(Recovery.Default, null)));
        foreach (var @event in Events(1, 6)) await writer.Ask<string>(@event, TimeSpan.FromSeconds(20));
        (await writer.Ask<string>("snapshot", TimeSpan.FromSeconds(20))).ShouldBe("saved 6");
        (await writer.Ask<string>("delete 4", TimeSpan.FromSeconds(20))).ShouldBe("deleted 4");

        var stored = new List<StoredEvent>();
        await foreach (var one in _store.ReadAsync(Id, 1, default)) stored.Add(one);
        stored.Select(one => (one.Sequence, one.Manifest)).ShouldBe(
            Events(5, 2).Select((e, i) => (i + 5L, ConversationEventCodec.ManifestOf(e))));
        stored.ShouldAllBe(one => one.At > DateTimeOffset.UtcNow.AddMinutes(-10) && one.Writer.Length > 0);
        var (made, sequence) = await SessionHistory.ReadAsync(_store, SessionId.Parse(Id), default);
        (sequence, Text(made)).ShouldBe((6, Text(Made(Events(1, 6)))));
        (await _store.HighestAsync(Id, default)).ShouldBe(6);
    }

    [Fact]
    public async Task Each_goes_on_with_what_the_other_has_begun_and_fences_it()
    {
        var first = _system.ActorOf(Props.Create(() => new Session(Recovery.Default, null)));
        foreach (var @event in Events(1, 2)) await first.Ask<string>(@event, TimeSpan.FromSeconds(20));
        await _store.AppendAsync(Id, 2, "ours", [.. Events(3, 2).Select(New)], default);

        (await first.Ask<string>(Events(3, 1).Single(), TimeSpan.FromSeconds(20))).ShouldStartWith("failed 3");
        var second = _system.ActorOf(Props.Create(() => new Session(Recovery.Default, null)));
        foreach (var @event in Events(5, 2)) await second.Ask<string>(@event, TimeSpan.FromSeconds(20));

        await Should.ThrowAsync<EventStoreConflictException>(
            () => _store.AppendAsync(Id, 4, "ours", [New(Events(5, 1).Single())], default));
        (await _store.HighestAsync(Id, default)).ShouldBe(6);
        Text((await ReadAsync(Recovery.Default)).Made).ShouldBe(Text(Made(Events(1, 6))));
    }

    private static IEnumerable<ConversationEvent> Events(int from, int count) => new ConversationEvent[]
    {
        new SessionOpened("w", "one", At),
        new RunQueued(1, "r1", "What is \"1 + 1\" in Köln? 🙂", "why", At),
        new RunStarted(1, "one", At),
        new ModelCalled(1, 1, At) { Model = "m" },
        new ModelReplied(1, 1, "It is 2.", "m", At),
        new RunCompleted(1, "It is 2.", At),
    }.Skip(from - 1).Take(count);

    private static NewEvent New(ConversationEvent e) => new(ConversationEventCodec.ManifestOf(e), ConversationEventCodec.Encode(e));

    private static SessionSnapshot Made(IEnumerable<ConversationEvent> events) => events
        .Select((e, i) => (Event: e, Sequence: i + 1L))
        .Aggregate(SessionSnapshot.Empty(SessionId.Parse(Id)), (made, next) => made.Apply(next.Event, next.Sequence));

    private static string Text(SessionSnapshot made) => System.Text.Encoding.UTF8.GetString(SessionSnapshotCodec.Encode(made));

    private async Task<(SessionSnapshot Made, long Last)> ReadAsync(Recovery recovery)
    {
        var read = new TaskCompletionSource<(SessionSnapshot, long)>(TaskCreationOptions.RunContinuationsAsynchronously);
        _system.ActorOf(Props.Create(() => new Session(recovery, read)));
        return await read.Task.Within(20);
    }

    private sealed class Session : ReceivePersistentActor
    {
        private readonly TaskCompletionSource<(SessionSnapshot, long)>? _read;
        private SessionSnapshot _made = SessionSnapshot.Empty(SessionId.Parse(Id));
        private IActorRef _asker = ActorRefs.Nobody;
        private long _last;

        public Session(Recovery recovery, TaskCompletionSource<(SessionSnapshot, long)>? read)
        {
            (Recovery, _read) = (recovery, read);
            Recover<SnapshotOffer>(offer => (_made, _last) = ((SessionSnapshot)offer.Snapshot, offer.Metadata.SequenceNr));
            Recover<JournaledEvent>(OnReplayed);
            Recover<RecoveryCompleted>(_ => _read?.TrySetResult((_made, LastSequenceNr)));
            Command<ConversationEvent>(OnEvent);
            Command<string>(OnText);
            Command<SaveSnapshotSuccess>(saved => _asker.Tell($"saved {saved.Metadata.SequenceNr}"));
            Command<DeleteMessagesSuccess>(deleted => _asker.Tell($"deleted {deleted.ToSequenceNr}"));
        }

        public override string PersistenceId => Id;

        public override Recovery Recovery { get; }

        protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) =>
            _asker.Tell($"failed {sequenceNr}: {cause.Message}");

        protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
        {
            _asker.Tell($"failed {sequenceNr}: {cause.Message}");
            Context.Stop(Self);
        }

        private void OnReplayed(JournaledEvent journaled)
        {
            if (LastSequenceNr != _last + 1) _read?.TrySetException(SnapshotSearch.Missing(_last + 1, LastSequenceNr));
            _last = LastSequenceNr;
            if (_read?.Task.IsFaulted != true)
                _made = _made.Apply(ConversationEventCodec.Decode(journaled.Manifest, journaled.Payload.Span), _last);
        }

        private void OnEvent(ConversationEvent told)
        {
            _asker = Sender;
            var journaled = new JournaledEvent(ConversationEventCodec.ManifestOf(told), ConversationEventCodec.Encode(told), told.At);
            PersistAll(ImmutableArray.Create(journaled), _ =>
            {
                _made = _made.Apply(told, LastSequenceNr);
                Sender.Tell($"stored {LastSequenceNr}");
            });
        }

        private void OnText(string text)
        {
            _asker = Sender;
            if (text == "snapshot") SaveSnapshot(_made);
            else DeleteMessages(long.Parse(text.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
        }
    }
}

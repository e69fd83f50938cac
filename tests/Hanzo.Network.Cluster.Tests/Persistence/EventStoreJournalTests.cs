using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Tests.Persistence;

public sealed class EventStoreJournalTests : IAsyncLifetime
{
    internal const string Hocon =
        """
        akka.loglevel = ERROR
        akka.persistence {
          journal.plugin = "akka.persistence.journal.hanzo"
          journal.hanzo {
            class = "Hanzo.Network.Cluster.Persistence.EventStoreJournal, Hanzo.Network.Cluster"
            plugin-dispatcher = "akka.actor.default-dispatcher"
            replay-filter.mode = off
          }
          snapshot-store.plugin = "akka.persistence.snapshot-store.hanzo"
          snapshot-store.hanzo {
            class = "Hanzo.Network.Cluster.Persistence.EventStoreSnapshots, Hanzo.Network.Cluster"
            plugin-dispatcher = "akka.actor.default-dispatcher"
          }
        }
        """;

    private readonly InMemoryEventStore _store = new(TimeProvider.System);
    private ActorSystem _system = null!;

    public Task InitializeAsync()
    {
        _system = ActorSystem.Create(
            "journal", BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(Hocon)).And(new EventStoreSetup(_store)));
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _system.Terminate().Within(20);

    [Fact]
    public async Task What_was_stored_is_there_for_the_next_writer()
    {
        var first = Scribe("notes");
        (await Write(first, "a", "b")).ShouldBe("a,b");
        (await Write(first, "c")).ShouldBe("a,b,c");
        await first.GracefulStop(TimeSpan.FromSeconds(10));

        (await Write(Scribe("notes"), "d")).ShouldBe("a,b,c,d");
        (await _store.HighestAsync("notes", CancellationToken.None)).ShouldBe(4);
    }

    [Fact]
    public async Task Events_are_stored_under_their_manifest_as_bytes()
    {
        await Write(Scribe("notes"), "hello");

        await foreach (var stored in _store.ReadAsync("notes", 1, CancellationToken.None))
            (stored.Sequence, stored.Manifest, System.Text.Encoding.UTF8.GetString(stored.Payload.Span)).ShouldBe((1, "note.1", "hello"));
    }

    [Fact]
    public async Task A_writer_that_was_overtaken_stops_and_the_other_goes_on()
    {
        var old = Scribe("notes");
        await Write(old, "a");
        await _store.AppendAsync("notes", 1, "another", [new NewEvent("note.1", "b"u8.ToArray())], CancellationToken.None);

        (await old.Ask<object>(new string[] { "c" }, TimeSpan.FromSeconds(10))).ShouldBe("overtaken");

        (await Write(Scribe("notes"), "d")).ShouldBe("a,b,d");
    }

    private IActorRef Scribe(string id) => _system.ActorOf(Props.Create(() => new Writer(id)));

    private static async Task<string> Write(IActorRef scribe, params string[] texts) =>
        (string)await scribe.Ask<object>(texts, TimeSpan.FromSeconds(10));

    private sealed class Writer : ReceivePersistentActor
    {
        private readonly List<string> _notes = [];
        private IActorRef? _asker;

        public Writer(string id)
        {
            PersistenceId = id;
            Recover<JournaledEvent>(Apply);
            Command<string[]>(texts =>
            {
                _asker = Sender;
                var left = texts.Length;
                PersistAll(texts.Select(t => new JournaledEvent("note.1", System.Text.Encoding.UTF8.GetBytes(t), default)), note =>
                {
                    Apply(note);
                    if (--left == 0) Sender.Tell(string.Join(',', _notes));
                });
            });
        }

        public override string PersistenceId { get; }

        protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
        {
            _asker!.Tell("overtaken");
            Context.Stop(Self);
        }

        private void Apply(JournaledEvent note) => _notes.Add(System.Text.Encoding.UTF8.GetString(note.Payload.Span));
    }
}

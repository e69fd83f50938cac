using System.Collections.Immutable;
using Akka.Actor;
using Akka.Embedded.Tests.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace Akka.Embedded.Tests.Persistence;

/// <summary>Persistence without a thread or a clock of its own.</summary>
public sealed class OneThreadPersistenceTests
{
    private readonly SingleThreadWorld _world = new();
    private readonly List<string> _log = [];

    [Fact]
    public void Events_and_snapshots_come_back_on_the_one_thread()
    {
        var system = _world.CreateSystem(more: """akka.persistence.snapshot-store.plugin = "akka.persistence.snapshot-store.inmem" """);
        var actor = Start(system, "a");
        actor.Tell("oak");
        actor.Tell("snapshot");
        actor.Tell("elm");
        _world.RunFor(TimeSpan.FromSeconds(1));
        system.Stop(actor);
        _world.RunFor(TimeSpan.FromSeconds(1));

        Start(system, "a");
        _world.RunFor(TimeSpan.FromSeconds(1));

        _log.ShouldBe(["0: recovered", "0: kept oak", "0: kept elm", "0: saved", "2: offered oak", "2: event elm", "2: recovered"]);
    }

    [Fact]
    public void A_journal_that_says_nothing_is_given_up_by_the_clock_given()
    {
        var system = _world.CreateSystem(more: $$"""
            akka.persistence.journal.plugin = mute
            mute.class = "{{typeof(MuteJournal).FullName}}, {{typeof(MuteJournal).Assembly.GetName().Name}}"
            mute.circuit-breaker.call-timeout = 10s
            """);
        Start(system, "a").Tell("oak");

        _world.RunFor(TimeSpan.FromSeconds(9));
        _log.ShouldBe(["0: recovered"]);
        _world.RunFor(TimeSpan.FromSeconds(2));

        _log.ShouldBe(["0: recovered", "10: failed oak"]);
    }

    private IActorRef Start(ActorSystem system, string id) => system.ActorOf(Props.Create(() => new Keeper(id, Note)));

    private void Note(string word) => _log.Add($"{_world.Time.Elapsed.TotalSeconds:0}: {word}");

    private sealed class Keeper : UntypedPersistentActor
    {
        private readonly int _thread = Environment.CurrentManagedThreadId;
        private readonly Action<string> _note;

        public Keeper(string id, Action<string> note)
        {
            PersistenceId = id;
            _note = note;
        }

        public override string PersistenceId { get; }

        protected override void OnCommand(object message)
        {
            switch (message)
            {
                case "snapshot":
                    SaveSnapshot("oak");
                    break;
                case SaveSnapshotSuccess:
                    Note("saved");
                    break;
                default:
                    Persist($"{message}", word => Note($"kept {word}"));
                    break;
            }
        }

        protected override void OnRecover(object message) => Note(message switch
        {
            SnapshotOffer offer => $"offered {offer.Snapshot}",
            RecoveryCompleted => "recovered",
            _ => $"event {message}",
        });

        protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => Note($"failed {@event}");

        private void Note(string word)
        {
            Environment.CurrentManagedThreadId.ShouldBe(_thread);
            _note(word);
        }
    }

    private sealed class MuteJournal : MemoryJournal
    {
        protected override Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages) =>
            new TaskCompletionSource<IImmutableList<Exception>>().Task;
    }
}

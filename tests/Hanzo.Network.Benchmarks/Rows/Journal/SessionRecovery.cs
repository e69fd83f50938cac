using System.Diagnostics;
using System.Globalization;
using Akka.Actor;
using Akka.Configuration;
using Akka.Persistence;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Agents;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Statistics;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.Benchmarks.Rows.Journal;

/// <summary>
/// How long a node needs until it can go on with a session of 10,000 events: with a snapshot as old as the default lets it become, and
/// without one. The actor does with what it reads what a session does.
/// </summary>
internal sealed class SessionRecovery()
    : Row("journal-recovery", "recovery of a session of 10,000 events in SQLite, with and without snapshot")
{
    private const int Events = 10_000;
    private const int RoundsOfOne = 10;

    private const string Hocon =
        """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
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

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var events = options.Brief ? Events / 10 : Events;
        var folder = Directory.CreateTempSubdirectory("hanzo-recovery-");
        try
        {
            using var store = new SqliteEventStore(
                Path.Combine(folder.FullName, "journal.db"), TimeProvider.System, new SystemIds(TimeProvider.System));
            var made = await LongSession.WriteAsync(store, events, Math.Max(1, events - HistoryRetention.Default.SnapshotEvery + 1));
            var config = ConfigurationFactory.ParseString(Hocon);
            var system = ActorSystem.Create("recovery", BootstrapSetup.Create().WithConfig(config).And(new EventStoreSetup(store)));
            try
            {
                var with = await MeasureAsync(system, made, options, Recovery.Default);
                var without = await MeasureAsync(system, made, options, new Recovery(SnapshotSelectionCriteria.None));
                var note = string.Create(CultureInfo.InvariantCulture, $"{events} events, {made.State.Runs.Count} runs; median");
                return
                [
                    new Figure("journal recovery", with, Unit.Milliseconds, note),
                    new Figure("journal recovery, no snapshot", without, Unit.Milliseconds, note),
                ];
            }
            finally
            {
                await system.Terminate();
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<double> MeasureAsync(ActorSystem system, SessionSnapshot made, RowOptions options, Recovery recovery)
    {
        var times = new List<double>();
        // The first rounds are the just-in-time compiler's.
        for (var round = -RoundsOfOne; round < options.Rounds * RoundsOfOne; round++)
        {
            var start = Stopwatch.GetTimestamp();
            var recovered = new TaskCompletionSource<SessionSnapshot>(TaskCreationOptions.RunContinuationsAsynchronously);
            var actor = system.ActorOf(Props.Create(() => new Session(recovery, recovered)));
            var read = await recovered.Task.WaitAsync(RowOptions.Patience);
            if (round >= 0) times.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            if (read.State.Runs.Count != made.State.Runs.Count || read.State.Transcript.Count != made.State.Transcript.Count)
                throw new WrongWorkException("what was recovered is not what was written.");
            await actor.GracefulStop(RowOptions.Patience);
        }

        return Percentiles.Median(times);
    }

    private sealed class Session : ReceivePersistentActor
    {
        private SessionSnapshot _made = SessionSnapshot.Empty(LongSession.Id);

        public Session(Recovery recovery, TaskCompletionSource<SessionSnapshot> recovered)
        {
            Recovery = recovery;
            Recover<SnapshotOffer>(offer => _made = (SessionSnapshot)offer.Snapshot);
            Recover<JournaledEvent>(journaled =>
                _made = _made.Apply(ConversationEventCodec.Decode(journaled.Manifest, journaled.Payload.Span), LastSequenceNr));
            Recover<RecoveryCompleted>(_ => recovered.SetResult(_made));
        }

        public override string PersistenceId { get; } = LongSession.Id.ToString();

        public override Recovery Recovery { get; }
    }
}

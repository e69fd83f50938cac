using Akka.Actor;
using Akka.Persistence;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Notes who holds which histories in journals of their own, and tells the directory after a restart.</summary>
internal sealed class HolderBook : ReceivePersistentActor
{
    /// <summary>Of its keeper.</summary>
    public const string Name = "holders";

    /// <summary>Nodes noted; of further ones nothing is known after a restart.</summary>
    private const int MostNodes = DirectoryState.MaxHolders;

    /// <summary>Notes; each may be as long as a node's description.</summary>
    private const int SnapshotEvery = 100;

    /// <summary>What changes together is noted together; what is not noted when this process is killed is not known after that.</summary>
    private static readonly TimeSpan Calm = TimeSpan.FromMilliseconds(100);

    private readonly SortedDictionary<string, (HolderNote Note, DateTimeOffset At)> _noted = new(StringComparer.Ordinal);
    private readonly Board<DirectorySnapshot> _board;
    private readonly IActorRef _directory;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private SnapshotMarks _snapshots = new(SnapshotEvery);
    private long _sequence;
    private bool _isDue;

    public HolderBook(string node, Board<DirectorySnapshot> board, IActorRef directory, TimeProvider time, ILogger log)
    {
        (_board, _directory, _time, _log) = (board, directory, time, log);
        PersistenceId = NodeRecords.Holders + node;
        Recover<SnapshotOffer>(OnSnapshot);
        Recover<JournaledEvent>(OnReplayed);
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Command<DirectoryChanged>(_ => OnChanged());
        Command<Look>(_ => OnLook());
        Command<SaveSnapshotSuccess>(saved => OnSaved(saved.Metadata.SequenceNr));
        Command<SaveSnapshotFailure>(failed => DirectoryLog.NotPruned(_log, failed.Cause));
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(failed => DirectoryLog.NotPruned(_log, failed.Cause));
        Command<DeleteMessagesSuccess>(_ => { });
        Command<DeleteMessagesFailure>(failed => DirectoryLog.NotPruned(_log, failed.Cause));
        Context.System.EventStream.Subscribe(Self, typeof(DirectoryChanged));
    }

    public override string PersistenceId { get; }

    public static Props Props(string node, Board<DirectorySnapshot> board, IActorRef directory, TimeProvider time, ILogger log) =>
        Akka.Actor.Props.Create(() => new HolderBook(node, board, directory, time, log));

    protected override void PostStop()
    {
        Context.System.EventStream.Unsubscribe(Self);
        base.PostStop();
    }

    // Without notes holders are named as long as this process has seen them.
    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => DirectoryLog.NotNoted(_log, cause);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        DirectoryLog.NotNoted(_log, cause);
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => DirectoryLog.NotNoted(_log, reason);

    /// <summary>One that cannot be read says nothing against the others.</summary>
    private void OnReplayed(JournaledEvent journaled)
    {
        try
        {
            if (LastSequenceNr != _sequence + 1) DirectoryLog.NotRead(_log, SnapshotSearch.Missing(_sequence + 1, LastSequenceNr));
            _sequence = LastSequenceNr;
            Apply(HolderNote.Decode(journaled.Manifest, journaled.Payload.Span), journaled.At);
        }
        catch (FormatException error)
        {
            DirectoryLog.NotRead(_log, error);
        }
    }

    private void OnRecovered()
    {
        if (LastSequenceNr > _sequence) DirectoryLog.NotRead(_log, SnapshotSearch.Missing(_sequence + 1, LastSequenceNr + 1));
        _directory.Tell(new HoldersKnown([.. _noted.Values.Select(noted => noted.Note.ToDeparted(noted.At))]));
        OnChanged();
    }

    private void OnChanged()
    {
        if (_isDue) return;
        _isDue = true;
        Context.System.Scheduler.ScheduleTellOnce(Calm, Self, Look.Instance, Self);
    }

    private void OnLook()
    {
        _isDue = false;
        var news = HolderNote.In(_board.Current)
            .Where(note => !note.IsKnownTo(_noted.GetValueOrDefault(note.NodeId).Note))
            .Where(note => _noted.ContainsKey(note.NodeId) || _noted.Count < MostNodes)
            .ToArray();
        if (news.Length == 0) return;
        var now = _time.GetUtcNow();
        var next = 0;
        PersistAll(news.Select(note => new JournaledEvent(HolderNote.Manifest, note.Encode(), now)), _ =>
        {
            Apply(news[next++], now);
            if (next == news.Length) SnapshotWhenDue();
        });
    }

    private void OnSnapshot(SnapshotOffer offer)
    {
        _sequence = offer.Metadata.SequenceNr;
        _snapshots = _snapshots.Found(_sequence);
        foreach (var noted in ((HolderSnapshot)offer.Snapshot).Notes) Apply(noted.Note, noted.At);
    }

    private void SnapshotWhenDue()
    {
        if (!_snapshots.IsDue(LastSequenceNr)) return;
        _snapshots = _snapshots.Saving(LastSequenceNr);
        SaveSnapshot(new HolderSnapshot([.. _noted.Values.Select(noted => new HolderSnapshot.Noted(noted.Note, noted.At))]));
    }

    /// <summary>A note is the whole that is known of its node: earlier ones are needless.</summary>
    private void OnSaved(long sequence)
    {
        _snapshots = _snapshots.Saved(sequence);
        if (_snapshots.Needed == 0) return;
        DeleteSnapshots(new SnapshotSelectionCriteria(_snapshots.Needed - 1));
        DeleteMessages(_snapshots.Needed);
    }

    private void Apply(HolderNote note, DateTimeOffset at) => _noted[note.NodeId] = (note, at);

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }
}

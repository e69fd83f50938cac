using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.State;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;
using static Hanzo.Network.Cluster.Sessions.Slots.SlotIndexProtocol;

namespace Hanzo.Network.Cluster.Sessions.Slots;

/// <summary>
/// Keeps, beside the sessions of a slot, which of them have unfinished runs: a session is recorded here before its first event of a
/// run. Wherever the slot goes, the index begins there with the first that anybody says to one of its sessions, and wakes the
/// others. A session that is woken though it has nothing to do says so.
/// </summary>
internal sealed class SlotIndex : ReceivePersistentActor
{
    /// <summary>So many sessions are woken at once, as each of them reads its history.</summary>
    private const int WokenAtOnce = 100;

    private static readonly TimeSpan WakePause = TimeSpan.FromMilliseconds(100);

    /// <summary>Removals wait for others, or for the next opening: a session that is woken in vain costs little.</summary>
    private static readonly TimeSpan CloseDelay = TimeSpan.FromSeconds(5);

    /// <summary>Others confirm within a blink, or are on their way out.</summary>
    private static readonly TimeSpan ClaimWithin = TimeSpan.FromSeconds(3);

    private readonly SessionServices _services;
    private readonly SlotId _slot;
    private readonly IActorRef _region;
    private readonly Dictionary<string, (IActorRef Asker, long Ask)> _waiting = new(StringComparer.Ordinal);
    private OpenSessions _sessions = OpenSessions.None;
    private SnapshotMarks _snapshots;
    private long _sequence;
    private ImmutableQueue<string> _toWake = [];
    private bool _restIsDue;
    private bool _isClaiming;
    private bool _isStopping;
    private string? _unreadable;

    public SlotIndex(SessionServices services, SlotId slot)
    {
        (_services, _slot) = (services, slot);
        PersistenceId = SlotIndexName.PersistenceIdOf(slot);
        _region = ClusterSharding.Get(Context.System).ShardRegion(SessionRegion.TypeName);
        _snapshots = new SnapshotMarks(services.Retention.SnapshotEvery);
        SetReceiveTimeout(services.IdleAfter);

        Recover<SnapshotOffer>(OnSnapshot);
        Recover<JournaledEvent>(OnReplayed);
        Recover<RecoveryCompleted>(_ => OnRecovered());
        Command<SlotOpen>(OnOpen);
        Command<SlotClose>(OnClose);
        Command<SlotWake>(_ => { });
        Command<Told>(_ => OnClaimed());
        Command<WakeSome>(_ => OnWakeSome());
        Command<WriteRest>(_ => OnRestDue());
        Command<ReceiveTimeout>(_ => OnIdle());
        Command<ReadAgain>(_ => OnIdle());
        Command<SaveSnapshotSuccess>(saved => OnSaved(saved.Metadata.SequenceNr));
        Command<SaveSnapshotFailure>(failed => SlotIndexLog.NotPruned(_services.Log, failed.Cause, PersistenceId));
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(failed => SlotIndexLog.NotPruned(_services.Log, failed.Cause, PersistenceId));
        Command<DeleteMessagesSuccess>(_ => { });
        Command<DeleteMessagesFailure>(failed => SlotIndexLog.NotPruned(_services.Log, failed.Cause, PersistenceId));
        Command<SessionStop>(_ => OnStop());
    }

    public override string PersistenceId { get; }

    public static Props Props(SessionServices services, SlotId slot) => Akka.Actor.Props.Create(() => new SlotIndex(services, slot));

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        SlotIndexLog.PersistFailed(_services.Log, cause, PersistenceId);
        WakeLater();
    }

    // Rejected as a session is: by another writer's write, or by one of its own that its store had given up and then did after all.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        SlotIndexLog.Fenced(_services.Log, cause, PersistenceId);
        WakeLater();
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        SlotIndexLog.RecoveryFailed(_services.Log, reason, PersistenceId);
        WakeLater();
    }

    private void WakeLater() => _services.Waking.Later(Context.System, PersistenceId, new SlotWake(_slot));

    private void OnSnapshot(SnapshotOffer offer)
    {
        _sequence = offer.Metadata.SequenceNr;
        _snapshots = _snapshots.Found(_sequence);
        _sessions = OpenSessions.Of((SlotSnapshot)offer.Snapshot);
    }

    private void OnReplayed(JournaledEvent journaled)
    {
        if (_unreadable is not null) return;
        try
        {
            if (LastSequenceNr != _sequence + 1) throw SnapshotSearch.Missing(_sequence + 1, LastSequenceNr);
            _sequence = LastSequenceNr;
            _sessions = _sessions.Apply(SlotChangedCodec.Decode(journaled.Manifest, journaled.Payload.Span));
        }
        catch (FormatException error)
        {
            CannotRead(error);
        }
    }

    private void CannotRead(FormatException error)
    {
        _unreadable = $"the index of slot {_slot} cannot be read: event {LastSequenceNr}: {error.Message}";
        SlotIndexLog.RecoveryFailed(_services.Log, error, PersistenceId);
    }

    private void OnRecovered()
    {
        if (_unreadable is null && LastSequenceNr > _sequence)
            CannotRead(SnapshotSearch.Missing(_sequence + 1, LastSequenceNr + 1));
        // A life before this one may have been told that its first event failed, which was stored.
        if (LastSequenceNr > 0 && _services.Histories.IsUntold(_slot)) Claim();
        if (_unreadable is not null) Later(SessionActor.ReadAgainAfter, ReadAgain.Instance);
        _toWake = [.. _sessions.Recorded];
        if (_toWake.IsEmpty) return;
        SlotIndexLog.Waking(_services.Log, _slot.ToString(), _sessions.Recorded.Count);
        OnWakeSome();
    }

    private void OnWakeSome()
    {
        for (var i = 0; i < WokenAtOnce && !_toWake.IsEmpty; i++)
        {
            _toWake = _toWake.Dequeue(out var session);
            if (_sessions.Holds(session)) _region.Tell(new SessionWake(new SessionId(_slot, session)), ActorRefs.NoSender);
        }

        if (!_toWake.IsEmpty) Later(WakePause, WakeSome.Instance);
    }

    private void OnOpen(SlotOpen open)
    {
        if (!IsFromHere) return;
        var session = open.Session.Ulid;
        if (_unreadable is not null)
        {
            Sender.Tell(new SlotOpened(open.Session, open.Ask, _unreadable) { IsUnreadable = true });
            return;
        }

        if (!_sessions.Holds(session) && _sessions.IsFull)
        {
            var refusal = $"slot {_slot} has {OpenSessions.Most} sessions with unfinished runs, the most it may have.";
            Sender.Tell(new SlotOpened(open.Session, open.Ask, refusal));
            return;
        }

        _waiting[session] = (Sender, open.Ask);
        Change(sessions => sessions.Open(session));
        Answer(session);
    }

    private void OnClose(SlotClose close)
    {
        if (IsFromHere && _unreadable is null) Change(sessions => sessions.Close(close.Session.Ulid));
    }

    /// <summary>
    /// A session is where its index is. What comes from elsewhere is a former owner's, sent on to the slot's next home: here the
    /// session may be at work already.
    /// </summary>
    private bool IsFromHere => Sender.Path.Address.HasLocalScope;

    private void Change(Func<OpenSessions, OpenSessions> change)
    {
        _sessions = change(_sessions);
        WriteInTime();
    }

    private void WriteInTime()
    {
        if (_sessions.IsUrgent || _isStopping) WriteNext();
        else if (_sessions.HasMore && !_restIsDue)
        {
            _restIsDue = true;
            Later(CloseDelay, WriteRest.Instance);
        }
    }

    private void OnRestDue()
    {
        _restIsDue = false;
        WriteNext();
    }

    private void Later(TimeSpan delay, object message) => Context.System.Scheduler.ScheduleTellOnce(delay, Self, message, Self);

    private void WriteNext()
    {
        if (_sessions.Writing is not null || !_sessions.HasMore) return;
        _sessions = _sessions.Write();
        var change = _sessions.Writing!;
        PersistAsync(new JournaledEvent(SlotChangedCodec.Manifest, SlotChangedCodec.Encode(change), _services.Time.GetUtcNow()), _ =>
        {
            if (LastSequenceNr == 1 || _services.Histories.IsUntold(_slot)) Claim();
            _sessions = _sessions.Apply(change);
            foreach (var session in change.Opened) Answer(session);
            SnapshotWhenDue();
            WriteInTime();
            StopWhenDone();
        });
    }

    private void SnapshotWhenDue()
    {
        if (!_snapshots.IsDue(LastSequenceNr)) return;
        _snapshots = _snapshots.Saving(LastSequenceNr);
        SaveSnapshot(new SlotSnapshot([.. _sessions.Recorded]));
    }

    private void OnSaved(long sequence)
    {
        _snapshots = _snapshots.Saved(sequence);
        if (_snapshots.Needed == 0) return;
        DeleteSnapshots(new SnapshotSelectionCriteria(_snapshots.Needed - 1));
        DeleteMessages(_snapshots.Needed);
    }

    /// <summary>The slot's first history: nodes that cannot read it are told before anything is begun.</summary>
    private void Claim()
    {
        if (_isClaiming) return;
        _isClaiming = _services.Histories.HaveStrangers;
        var directory = Context.ActorSelection($"/user/{NodeDirectory.Name}");
        directory.Tell(new HistoryFound([_slot.ToString()]), _isClaiming ? Self : ActorRefs.NoSender);
        if (_isClaiming) Later(ClaimWithin, new Told(Everywhere: false));
    }

    private void OnClaimed()
    {
        _isClaiming = false;
        foreach (var session in _waiting.Keys.Order(StringComparer.Ordinal).ToArray()) Answer(session);
    }

    private void Answer(string session)
    {
        if (_isClaiming || !_sessions.Holds(session) || !_waiting.Remove(session, out var waiting)) return;
        waiting.Asker.Tell(new SlotOpened(new SessionId(_slot, session), waiting.Ask, Refusal: null));
    }

    private void OnIdle()
    {
        if (_unreadable is not null || _sessions is { HasMore: false, Writing: null, Recorded.IsEmpty: true })
            Context.Parent.Tell(new Passivate(SessionStop.Instance));
    }

    /// <summary>What has been told is written down first, so that nobody is woken in vain.</summary>
    private void OnStop()
    {
        _isStopping = true;
        WriteNext();
        StopWhenDone();
    }

    private void StopWhenDone()
    {
        if (_isStopping && _sessions is { HasMore: false, Writing: null }) Context.Stop(Self);
    }

    private sealed record ReadAgain
    {
        public static readonly ReadAgain Instance = new();
    }

    private sealed record WakeSome
    {
        public static readonly WakeSome Instance = new();
    }

    private sealed record WriteRest
    {
        public static readonly WriteRest Instance = new();
    }
}

using Akka.Persistence;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>Snapshots, and the events that they make needless.</summary>
internal partial class SessionActor
{
    /// <summary>What could not be read may have been in the middle of being deleted, or have come right since.</summary>
    internal static readonly TimeSpan ReadAgainAfter = TimeSpan.FromSeconds(30);

    private SnapshotMarks _snapshots = null!;
    private FormatException? _readError;

    /// <summary>A session that is deleted meanwhile would leave the snapshot behind.</summary>
    private bool _isSaving;

    private void Retain()
    {
        Command<ReadAgain>(_ => OnIdle());
        _snapshots = new SnapshotMarks(_services.Retention.SnapshotEvery);
        Recover<SnapshotOffer>(OnSnapshot);
        Command<SaveSnapshotSuccess>(saved => OnSaved(saved.Metadata.SequenceNr));
        Command<SaveSnapshotFailure>(OnNotSaved);
        Command<DeleteSnapshotsSuccess>(_ => { });
        Command<DeleteSnapshotsFailure>(failed => SessionLog.PruningFailed(_services.Log, failed.Cause, PersistenceId));
        Command<DeleteMessagesSuccess>(_ => { });
        Command<DeleteMessagesFailure>(failed => SessionLog.PruningFailed(_services.Log, failed.Cause, PersistenceId));
    }

    private void OnSnapshot(SnapshotOffer offer)
    {
        _sequence = offer.Metadata.SequenceNr;
        _snapshots = _snapshots.Found(_sequence);
        _lastUse = new DateTimeOffset(offer.Metadata.Timestamp.Ticks, TimeSpan.Zero);
        if (offer.Snapshot is SessionSnapshot snapshot && snapshot.State.Session == _session)
        {
            _state = snapshot.State;
            _runs.Restore(snapshot.Spans);
        }
        else
        {
            CannotRead(new FormatException($"its snapshot {_sequence} is none of this session"), _sequence);
        }
    }

    private void OnReplayed(JournaledEvent journaled)
    {
        // Before a session's last event anything may be missing.
        var isLast = journaled.Manifest == ConversationEventCodec.Deleted;
        if (!isLast) RequireNoneMissing(LastSequenceNr);
        (_sequence, _lastUse) = (LastSequenceNr, journaled.At);
        if (_unreadable is not null && !isLast) return;
        try
        {
            var @event = ConversationEventCodec.Decode(journaled.Manifest, journaled.Payload.Span);
            if (isLast) (_unreadable, _givenIds) = (null, GivenIds());
            _state = Conversation.Apply(_state, @event);
            _runs.Recorded(_sequence, @event);
        }
        catch (FormatException error)
        {
            CannotRead(error, _sequence);
        }
    }

    /// <summary>The number of the next event that is read, or of the last that there has been: none may be missing before it.</summary>
    private void RequireNoneMissing(long next)
    {
        if (_unreadable is null && next != _sequence + 1) CannotRead(SnapshotSearch.Missing(_sequence + 1, next), _sequence + 1);
    }

    private void CannotRead(FormatException error, long sequence)
    {
        _unreadable = $"session {_session} cannot be read: event {sequence}: {error.Message}";
        _readError = error;
    }

    /// <summary>Whoever asks after that finds a session that has tried anew.</summary>
    private void TellUnreadable()
    {
        if (_unreadable is null) return;
        SessionLog.RecoveryFailed(_services.Log, _readError!, PersistenceId);
        Context.System.Scheduler.ScheduleTellOnce(ReadAgainAfter, Self, ReadAgain.Instance, Self);
    }

    private void SnapshotWhenDue()
    {
        if (_unreadable is not null || _state.Deleted is not null || !MayWrite || !_snapshots.IsDue(_sequence)) return;
        (_snapshots, _isSaving) = (_snapshots.Saving(_sequence), true);
        SaveSnapshot(new SessionSnapshot(_state, _runs.Spans));
    }

    private void OnNotSaved(SaveSnapshotFailure failed)
    {
        _isSaving = false;
        SessionLog.SnapshotFailed(_services.Log, failed.Cause, PersistenceId);
    }

    private void OnSaved(long sequence)
    {
        (_snapshots, _isSaving) = (_snapshots.Saved(sequence), false);
        if (_snapshots.Needed == 0) return;
        DeleteSnapshots(new SnapshotSelectionCriteria(_snapshots.Needed - 1));
        var made = new SessionSnapshot(_state, _runs.Spans);
        var (kept, runs) = (_services.Retention.KeepEvents, _services.Retention.KeepRuns);
        var needless = made.LastNeedless(_snapshots.Needed, Now - kept, runs);
        if (needless > 0) DeleteMessages(needless);
    }

    private sealed record ReadAgain
    {
        public static readonly ReadAgain Instance = new();
    }
}

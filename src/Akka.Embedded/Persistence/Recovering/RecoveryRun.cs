using Akka.Actor;
using Akka.Embedded.Runtime;

namespace Akka.Persistence.Recovering;

/// <summary>One recovery of one actor: the permit, the snapshot, the events, and a limit on the silence between them.</summary>
internal sealed class RecoveryRun
{
    private readonly Eventsourced _actor;
    private readonly ActorSystemImpl _system;
    private readonly PersistenceExtension _extension;
    private readonly IActorRef _self;
    private ICancelable? _tick;
    private bool _heard;
    private Stage _stage = Stage.Waiting;

    public RecoveryRun(Eventsourced actor, ActorSystemImpl system, PersistenceExtension extension, IActorRef self)
    {
        _actor = actor;
        _system = system;
        _extension = extension;
        _self = self;
        extension.RecoveryPermitter.Tell(RequestRecoveryPermit.Instance, self);
    }

    private enum Stage
    {
        Waiting,
        Loading,
        Replaying,
        Ended,
    }

    public bool Running => _stage != Stage.Ended;

    /// <returns>False for what is no part of a recovery and has to wait for its end.</returns>
    public bool Handle(object message)
    {
        if (message is RecoveryTick)
        {
            CheckSilence();
            return true;
        }

        var heard = Advance(message);
        _heard |= heard;
        return heard;
    }

    public void End()
    {
        _tick?.Cancel();
        _tick = null;
        if (_stage is Stage.Loading or Stage.Replaying)
            _extension.RecoveryPermitter.Tell(ReturnRecoveryPermit.Instance, _self);
        _stage = Stage.Ended;
    }

    private bool Advance(object message)
    {
        switch (message)
        {
            case RecoveryPermitGranted when _stage == Stage.Waiting:
                Load();
                return true;
            case LoadSnapshotResult result when _stage == Stage.Loading:
                Replay(result);
                return true;
            case LoadSnapshotFailed failed when _stage == Stage.Loading:
                _actor.FailRecovery(failed.Cause, null);
                return true;
            case ReplayedMessage replayed when _stage == Stage.Replaying:
                Apply(replayed.Persistent);
                return true;
            case RecoverySuccess success when _stage == Stage.Replaying:
                End();
                _actor.CompleteRecovery(success.HighestSequenceNr);
                return true;
            case ReplayMessagesFailure failure when _stage == Stage.Replaying:
                _actor.FailRecovery(failure.Cause, null);
                return true;
            default:
                return false;
        }
    }

    private void Load()
    {
        _stage = Stage.Loading;
        var limit = _extension.JournalConfigFor(_actor.JournalPluginId).GetTimeSpan("recovery-event-timeout");
        _tick = _system.Scheduler.ScheduleTellRepeatedlyCancelable(limit, limit, _self, RecoveryTick.Instance, _self);
        _heard = true;
        var recovery = _actor.Recovery;
        _actor.LoadSnapshot(_actor.SnapshotterId, recovery.FromSnapshot, recovery.ToSequenceNr);
    }

    private void Replay(LoadSnapshotResult result)
    {
        if (result.Snapshot is { } snapshot)
        {
            _actor.LastSequenceNr = snapshot.Metadata.SequenceNr;
            if (!TryRecover(new SnapshotOffer(snapshot.Metadata, snapshot.Snapshot)))
                return;
        }

        _stage = Stage.Replaying;
        var from = _actor.LastSequenceNr + 1;
        _actor.Journal.Tell(
            new ReplayMessages(from, result.ToSequenceNr, _actor.Recovery.ReplayMax, _actor.PersistenceId, _self), _self);
    }

    private void Apply(IPersistentRepresentation e)
    {
        _actor.LastSequenceNr = Math.Max(_actor.LastSequenceNr, e.SequenceNr);
        TryRecover(e.Payload);
    }

    private bool TryRecover(object message)
    {
        try
        {
            _actor.Recover(message);
            return true;
        }
        catch (Exception cause)
        {
            _actor.FailRecovery(cause, message);
            return false;
        }
    }

    private void CheckSilence()
    {
        if (!_heard)
        {
            var what = _stage == Stage.Loading ? "the snapshot store" : "the journal";
            _actor.FailRecovery(
                new RecoveryTimedOutException($"Recovery of {_actor.PersistenceId} heard nothing from {what} in time."), null);
        }

        _heard = false;
    }
}

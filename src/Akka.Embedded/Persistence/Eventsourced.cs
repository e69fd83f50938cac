using Akka.Actor;
using Akka.Embedded.Cells;
using Akka.Event;
using Akka.Persistence.Recovering;

namespace Akka.Persistence;

public interface IPersistentIdentity
{
    string PersistenceId { get; }

    /// <summary>The path of the journal plugin's section; null for the default one.</summary>
    string? JournalPluginId { get; }

    string? SnapshotPluginId { get; }
}

public interface IPersistenceRecovery
{
    Recovery Recovery { get; }
}

/// <summary>
/// An actor whose state is the sum of its events. It first recovers: a snapshot, the events after it, RecoveryCompleted; commands wait.
/// Then each command may persist events, whose handlers run when they are in the journal.
/// </summary>
public abstract class Eventsourced : ActorBase, IPersistentIdentity, IPersistenceRecovery, IWithUnboundedStash
{
    private readonly ActorStash _held;
    private readonly ActorSystemImpl _system;
    private EventFlow? _flow;
    private RecoveryRun? _recovery;
    private IActorRef? _journal;
    private IActorRef? _snapshotStore;
    private IStash? _ownStash;
    private PersistentStash? _stash;
    private ILoggingAdapter? _log;

    protected Eventsourced()
    {
        _system = (ActorSystemImpl)Context.System;
        _held = new ActorStash((ActorCell)Context);
        Extension = Persistence.Instance.Apply(_system);
    }

    /// <summary>Names the actor's events in the journal: only one living actor may have it, and it must not change.</summary>
    public abstract string PersistenceId { get; }

    public string? JournalPluginId { get; protected set; }

    public string? SnapshotPluginId { get; protected set; }

    public virtual Recovery Recovery => Recovery.Default;

    public IStash Stash
    {
        get => _stash!;
        set
        {
            _ownStash = value;
            _stash = new PersistentStash(value, _held);
        }
    }

    public IActorRef Journal => _journal ??= Extension.JournalFor(JournalPluginId);

    public IActorRef SnapshotStore => _snapshotStore ??= Extension.SnapshotStoreFor(SnapshotPluginId);

    public string SnapshotterId => PersistenceId;

    public bool IsRecovering => _recovery is null or { Running: true };

    public bool IsRecoveryFinished => !IsRecovering;

    /// <summary>The number of the last event that was recovered or persisted; 0 before the first.</summary>
    public long LastSequenceNr { get; internal set; }

    public long SnapshotSequenceNr => LastSequenceNr;

    protected PersistenceExtension Extension { get; }

    protected virtual ILoggingAdapter Log => _log ??= Context.GetLogger();

    private EventFlow Flow => _flow ??= new EventFlow(
        this, Self, _held, new PendingEvents(PersistenceId, _system.Random.NextUInt64().ToString("x16", null)));

    /// <summary>Persists an event. No command is handled before <paramref name="handler"/> has run.</summary>
    /// <exception cref="InvalidOperationException">The actor is recovering.</exception>
    public void Persist<TEvent>(TEvent @event, Action<TEvent> handler) => Add([@event], handler, holdsCommands: true);

    /// <summary>Persists events all or none; the handler runs for each.</summary>
    /// <inheritdoc cref="Persist{TEvent}"/>
    public void PersistAll<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler) => Add(events, handler, holdsCommands: true);

    /// <summary>As <see cref="Persist{TEvent}"/>, while commands go on being handled.</summary>
    public void PersistAsync<TEvent>(TEvent @event, Action<TEvent> handler) => Add([@event], handler, holdsCommands: false);

    /// <summary>Persists events all or none, while commands go on being handled; the handler runs for each.</summary>
    /// <inheritdoc cref="Persist{TEvent}"/>
    public void PersistAllAsync<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler) => Add(events, handler, holdsCommands: false);

    /// <summary>Runs the handler after those of all events before it, without persisting anything; at once if there are none.</summary>
    public void DeferAsync<TEvent>(TEvent evt, Action<TEvent> handler)
    {
        RefuseInRecovery();
        if (Flow.Events.IsEmpty)
            handler(evt);
        else
            Flow.Events.Defer(evt, handler, Sender);
    }

    public void LoadSnapshot(string persistenceId, SnapshotSelectionCriteria criteria, long toSequenceNr) =>
        SnapshotStore.Tell(new LoadSnapshot(persistenceId, criteria, toSequenceNr), Self);

    /// <summary>Answered by <see cref="SaveSnapshotSuccess"/> or <see cref="SaveSnapshotFailure"/>.</summary>
    public void SaveSnapshot(object snapshot) => SnapshotStore.Tell(
        new SaveSnapshot(new SnapshotMetadata(SnapshotterId, SnapshotSequenceNr, _system.Scheduler.Now.UtcDateTime), snapshot), Self);

    public void DeleteSnapshot(long sequenceNr) =>
        SnapshotStore.Tell(new DeleteSnapshot(new SnapshotMetadata(SnapshotterId, sequenceNr, DateTime.MinValue)), Self);

    public void DeleteSnapshots(SnapshotSelectionCriteria criteria) =>
        SnapshotStore.Tell(new DeleteSnapshots(SnapshotterId, criteria), Self);

    /// <summary>Deletes events up to this number; long.MaxValue: up to the last.</summary>
    public void DeleteMessages(long toSequenceNr)
    {
        var to = toSequenceNr == long.MaxValue ? LastSequenceNr : toSequenceNr;
        if (to <= LastSequenceNr)
        {
            Journal.Tell(new DeleteMessagesTo(PersistenceId, to, Self), Self);
            return;
        }

        var cause = new InvalidOperationException(
            $"Cannot delete up to {toSequenceNr}: the last event of {PersistenceId} is {LastSequenceNr}.");
        Self.Tell(new DeleteMessagesFailure(cause, toSequenceNr), Self);
    }

    public override void AroundPreStart()
    {
        if (string.IsNullOrEmpty(PersistenceId))
            throw new InvalidOperationException($"{GetType()} at {Self.Path} has no persistence id.");
        _ = Journal;
        _ = SnapshotStore;
        StartRecovery();
        base.AroundPreStart();
    }

    public override void AroundPreRestart(Exception cause, object message)
    {
        _recovery?.End();
        PutBack();
        _flow?.Flush();
        base.AroundPreRestart(cause, message switch
        {
            WriteMessageSuccess written => written.Persistent,
            LoopMessageSuccess looped => looped.Message,
            ReplayedMessage replayed => replayed.Persistent,
            _ => message,
        });
    }

    public override void AroundPostRestart(Exception cause, object message)
    {
        StartRecovery();
        base.AroundPostRestart(cause, message);
    }

    public override void AroundPostStop()
    {
        _recovery?.End();
        PutBack();
        base.AroundPostStop();
    }

    /// <returns>False for an event or offer that is not handled.</returns>
    protected abstract bool ReceiveRecover(object message);

    protected abstract bool ReceiveCommand(object message);

    protected override bool AroundReceive(Receive receive, object message)
    {
        if (IsRecovering)
        {
            if (!_recovery!.Handle(message))
                _held.Stash();
        }
        else if (!Flow.Handle(message))
        {
            if (Flow.Events.HoldsCommands)
                _held.Stash();
            else
                HandleCommand(receive, message);
        }

        return true;
    }

    /// <summary>The journal failed to write; the actor stops after this.</summary>
    protected virtual void OnPersistFailure(Exception cause, object @event, long sequenceNr) => Log.Error(
        cause,
        "Failed to persist event type [{0}] with sequence number [{1}] for persistenceId [{2}].",
        @event.GetType(),
        sequenceNr,
        PersistenceId);

    /// <summary>The journal did not accept the event; the actor goes on.</summary>
    protected virtual void OnPersistRejected(Exception cause, object @event, long sequenceNr) => Log.Error(
        cause,
        "Rejected to persist event type [{0}] with sequence number [{1}] for persistenceId [{2}].",
        @event.GetType(),
        sequenceNr,
        PersistenceId);

    /// <summary>Recovery failed; the actor stops after this.</summary>
    /// <param name="message">The event whose handler failed; null when the journal or the snapshot store failed.</param>
    protected virtual void OnRecoveryFailure(Exception reason, object? message = null) => Log.Error(
        reason,
        "Recovery of persistenceId [{0}] failed after sequence number [{1}], at event type [{2}].",
        PersistenceId,
        LastSequenceNr,
        message?.GetType());

    protected virtual void OnReplaySuccess()
    {
    }

    internal void Recover(object message)
    {
        if (!ReceiveRecover(message))
            Unhandled(message);
    }

    internal void FailRecovery(Exception cause, object? message)
    {
        try
        {
            OnRecoveryFailure(cause, message);
        }
        finally
        {
            Context.Stop(Self);
        }
    }

    internal void CompleteRecovery(long highest)
    {
        OnReplaySuccess();
        LastSequenceNr = Math.Max(highest, LastSequenceNr);
        Flow.Events.SequenceNr = LastSequenceNr;
        try
        {
            ReceiveRecover(RecoveryCompleted.Instance);
        }
        finally
        {
            Flow.Flush();
            if (!Flow.Events.HoldsCommands)
                _held.UnstashAll();
        }
    }

    internal void Rejected(WriteMessageRejected rejected) =>
        OnPersistRejected(rejected.Cause, rejected.Persistent.Payload, rejected.Persistent.SequenceNr);

    internal void Failed(WriteMessageFailure failure)
    {
        try
        {
            OnPersistFailure(failure.Cause, failure.Persistent.Payload, failure.Persistent.SequenceNr);
        }
        finally
        {
            Context.Stop(Self);
        }
    }

    private void StartRecovery() => _recovery = new RecoveryRun(this, _system, Extension, Self);

    private void RefuseInRecovery()
    {
        if (IsRecovering)
            throw new InvalidOperationException("Cannot persist during recovery. The first message that may persist is RecoveryCompleted.");
    }

    private void Add<TEvent>(IEnumerable<TEvent> events, Action<TEvent> handler, bool holdsCommands)
    {
        RefuseInRecovery();
        Flow.Events.Add(events, handler, holdsCommands, Sender, _system.Scheduler.Now.UtcTicks);
    }

    private void HandleCommand(Receive receive, object message)
    {
        var failed = true;
        try
        {
            base.AroundReceive(receive, message);
            failed = false;
        }
        finally
        {
            Flow.Flush();
            Flow.Continue(failed);
        }
    }

    private void PutBack()
    {
        _held.UnstashAll();
        _ownStash?.UnstashAll(envelope => envelope.Message is not (WriteMessageSuccess or ReplayedMessage));
    }
}

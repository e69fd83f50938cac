using System.Collections.Immutable;
using Akka.Actor;
using Akka.Persistence;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Cluster.Sessions.Branches;

/// <summary>
/// Notes each session that begins while the node is cut off, before its first event: it is in no index, and would be forgotten with
/// the process. Once the node is part of its network they are woken, again and again, until the index of their slot has them or they
/// have nothing to do.
/// </summary>
internal sealed class BranchBook : ReceivePersistentActor
{
    /// <summary>Of its keeper.</summary>
    public const string Name = "branches";

    /// <summary>A wake may be lost on its way, or come to a node that does not have the slot any more.</summary>
    private static readonly TimeSpan Round = TimeSpan.FromSeconds(30);

    /// <summary>Events that may be kept needlessly; without notes nothing of the journal is needed.</summary>
    private const int PruneEvery = 500;

    private readonly IEventStore _store;
    private readonly IActorRef _region;
    private readonly Func<bool> _isCutOff;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly CancellationTokenSource _stopped = new();
    private NotedBranches _noted = NotedBranches.None;
    private long _pruned;
    private bool _isLooking;

    public BranchBook(string node, IEventStore store, IActorRef region, Func<bool> isCutOff, TimeProvider time, ILogger log)
    {
        (_store, _region, _isCutOff, _time, _log) = (store, region, isCutOff, time, log);
        PersistenceId = NotedBranches.PersistenceIdOf(node);
        Recover<JournaledEvent>(OnReplayed);
        Recover<RecoveryCompleted>(_ => LookLater());
        Command<Note>(OnNote);
        Command<Look>(_ => OnLook());
        Command<NewRound>(_ => OnNewRound());
        Command<Looked>(OnLooked);
        Command<Status.Failure>(failure => OnFailed(failure.Cause));
        Command<DeleteMessagesSuccess>(_ => { });
        Command<DeleteMessagesFailure>(failed => BranchLog.NotPruned(_log, failed.Cause));
    }

    public override string PersistenceId { get; }

    /// <param name="region">Of sessions.</param>
    public static Props Props(
        string node, IEventStore store, IActorRef region, Func<bool> isCutOff, TimeProvider time, ILogger log) =>
        Akka.Actor.Props.Create(() => new BranchBook(node, store, region, isCutOff, time, log));

    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
        base.PostStop();
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr) => BranchLog.NotNoted(_log, cause);

    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        BranchLog.NotNoted(_log, cause);
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null) => BranchLog.NotRead(_log, reason);

    private void OnReplayed(JournaledEvent journaled)
    {
        try
        {
            _noted = _noted.Apply(BranchesChanged.Decode(journaled.Manifest, journaled.Payload.Span));
        }
        catch (FormatException error)
        {
            BranchLog.NotRead(_log, error);
        }
    }

    private void OnNote(Note note)
    {
        var (session, asker) = (note.Session, Sender);
        if (_noted.Holds(session) || _noted.IsFull) asker.Tell(new Noted(session));
        else Write(new BranchesChanged([session], []), () => asker.Tell(new Noted(session)));
    }

    private void OnNewRound()
    {
        LookLater();
        OnLook();
    }

    private void LookLater() => Context.System.Scheduler.ScheduleTellOnce(Round, Self, NewRound.Instance, Self);

    private void OnLook()
    {
        if (_isLooking || _noted.IsEmpty || _isCutOff()) return;
        _isLooking = true;
        LookAsync([.. _noted.Sessions], _stopped.Token).PipeTo(Self);
    }

    private void OnLooked(Looked looked)
    {
        _isLooking = false;
        if (_isCutOff()) return;
        if (!looked.Open.IsEmpty) BranchLog.Waking(_log, looked.Open.Length);
        foreach (var session in looked.Open) _region.Tell(new SessionProtocol.SessionWake(session), ActorRefs.NoSender);
        if (!looked.Left.IsEmpty) Write(new BranchesChanged([], looked.Left), () => { });
    }

    private void OnFailed(Exception cause)
    {
        _isLooking = false;
        if (cause is not OperationCanceledException) BranchLog.NotRead(_log, cause);
    }

    private void Write(BranchesChanged change, Action then) =>
        Persist(new JournaledEvent(BranchesChanged.Manifest, change.Encode(), _time.GetUtcNow()), _ =>
        {
            _noted = _noted.Apply(change);
            Prune();
            then();
        });

    private void Prune()
    {
        if (!_noted.IsEmpty || LastSequenceNr - _pruned < PruneEvery) return;
        _pruned = LastSequenceNr;
        DeleteMessages(LastSequenceNr);
    }

    private async Task<Looked> LookAsync(ImmutableArray<SessionId> sessions, CancellationToken cancellation)
    {
        var open = ImmutableArray.CreateBuilder<SessionId>();
        var left = ImmutableArray.CreateBuilder<SessionId>();
        foreach (var session in sessions) (await HasLeftAsync(session, cancellation) ? left : open).Add(session);
        return new Looked(open.ToImmutable(), left.ToImmutable());
    }

    private async Task<bool> HasLeftAsync(SessionId session, CancellationToken cancellation)
    {
        try
        {
            var index = await SlotIndexReader.ReadAsync(_store, session.Slot, cancellation);
            if (index.Recorded.Contains(session.Ulid)) return true;
            return (await SessionHistory.ReadAsync(_store, session, cancellation)).Made.State.IsIdle;
        }
        catch (FormatException)
        {
            // Woken, the session says so to whoever asks; the others do not wait for this one.
            return false;
        }
    }

    /// <summary>From a session that is about to begin; answered with <see cref="Noted"/>.</summary>
    public sealed record Note(SessionId Session);

    /// <summary>The session will be woken when the node is part of its network again, also if its process ends before.</summary>
    public sealed record Noted(SessionId Session);

    /// <summary>The node is part of its network now.</summary>
    public sealed record Look
    {
        public static readonly Look Instance = new();
    }

    /// <param name="Open">Unfinished, and in no index.</param>
    private sealed record Looked(ImmutableArray<SessionId> Open, ImmutableArray<SessionId> Left);

    private sealed record NewRound
    {
        public static readonly NewRound Instance = new();
    }
}

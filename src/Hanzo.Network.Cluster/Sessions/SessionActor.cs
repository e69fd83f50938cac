using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Persistence;
using Hanzo.Network.Agents;
using Hanzo.Network.Capacity;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Sessions.Branches;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Conversations;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;
using static Hanzo.Network.Cluster.Sessions.Slots.SlotIndexProtocol;

namespace Hanzo.Network.Cluster.Sessions;

/// <summary>
/// One session: carries <see cref="Conversation"/>. Every decision is in the journal before anyone hears of it, and before its
/// effects start.
/// </summary>
internal partial class SessionActor : ReceivePersistentActor
{
    /// <summary>For a definition that this node has not been told of yet.</summary>
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly SessionServices _services;
    private readonly SessionId _session;
    private readonly SessionAgents _agents;
    private readonly SessionRuns _runs;
    private readonly RunTraces _traces;
    private readonly RunTimer _timer;
    private readonly SessionWatchers _watchers;
    private readonly SessionDeltas _deltas;
    private readonly SessionEffects _effects;
    private readonly SessionAlarm _deadline;
    private readonly SessionJournalReader _journal;
    private readonly SlotEntry _entry;
    private ConversationState _state;
    private long _sequence;
    private bool _opened;
    private bool _isStopping;
    private string? _unreadable;

    public SessionActor(SessionServices services, string entityId)
    {
        PersistenceId = entityId;
        _services = services;
        _session = SessionId.Parse(entityId);
        _agents = new SessionAgents(() => services.Agents.Find(_session.Agent));
        _state = new ConversationState(_session);
        _runs = new SessionRuns(_session.Slot, services.Gauge);
        _traces = new RunTraces(_session, services.NodeId);
        _watchers = new SessionWatchers(_session, services.NodeId);
        _deltas = new SessionDeltas(_watchers, services.Time, Context.System.Scheduler, Self);
        _timer = new RunTimer(_session.Agent, services.Time);
        _effects = new SessionEffects(services, _agents, _timer, Self);
        _journal = new SessionJournalReader(services.Store, _session, Self);
        var region = services.Histories.HaveIndex ? ClusterSharding.Get(Context.System).ShardRegion(SessionRegion.TypeName) : null;
        _entry = new SlotEntry(services.Standing, _session, region, Self);
        _deadline = new SessionAlarm(Context.System.Scheduler, Self, Expire.Instance, services.Time);
        SetReceiveTimeout(services.IdleAfter);

        Retain();
        Command<SessionRetire>(OnRetire);
        Command<Retired>(OnRetired);
        Recover<JournaledEvent>(OnReplayed);
        Recover<RecoveryCompleted>(_ =>
        {
            RequireNoneMissing(LastSequenceNr + 1);
            // What a cut-off node has begun is in no index yet, and by the index others know of a slot's histories.
            _entry.Begin(_unreadable is null && _state is { IsIdle: true, Branch: null });
            NoteTakenOver();
            TakeOver();
            TellUnreadable();
        });
        Command<RunStart>(OnStart);
        Command<BranchStart>(OnBranch);
        Command<BranchBook.Noted>(_ => OnNoted());
        Command<SlotOpened>(answer => _entry.Answered(answer, _state.IsIdle && !_isStopping));
        Command<RunWatch>(OnWatch);
        Command<SessionWake>(_ => OnWake());
        Command<RunUnwatch>(unwatch => _watchers.Remove(unwatch.Run.Number, Sender));
        Command<RunCredit>(credit => _watchers.Credit(credit, Sender));
        Command<RunAnswer>(OnAnswer);
        Command<RunCancel>(OnCancel);
        Command<RunGet>(get => OnGet(get.Run));
        Command<RunFind>(find => OnGet(new RunId(_session, _state.Requests.GetValueOrDefault(find.Request, _state.NextRun))));
        Command<SessionJournalReader.End>(OnJournalEnd);
        Command<EffectOutcome>(OnOutcome);
        Command<ChildNews>(news => Decide(news));
        Command<SessionChildren.Left>(_ => { });
        Command<PlaceGranted>(granted => _effects.OnGranted(granted));
        Command<SessionEffects.Delta>(delta => _deltas.Add(delta.Run, delta.Text));
        Command<SessionDeltas.Due>(_ => _deltas.OnDue());
        Command<SessionEffects.EffectLost>(OnLost);
        Command<SessionWatchers.CaughtUp>(OnCaughtUp);
        Command<Expire>(_ => OnDeadline());
        Command<Continue>(_ => TakeOver());
        Command<ReceiveTimeout>(_ => OnIdle());
        Command<SessionStop>(_ => OnStop());
        Command<Status.Failure>(OnReadFailed);
    }

    public override string PersistenceId { get; }

    public static Props Props(SessionServices services, string entityId) =>
        Akka.Actor.Props.Create(() => new SessionActor(services, entityId));

    protected override void PostStop()
    {
        // What the node counts comes first: the rest may fail.
        _runs.Dispose();
        _traces.Dispose();
        _effects.Dispose();
        _journal.Dispose();
        _deadline.Set(null);
        base.PostStop();
    }

    protected override void OnPersistFailure(Exception cause, object @event, long sequenceNr)
    {
        SessionLog.PersistFailed(_services.Log, cause, PersistenceId);
        WakeLater();
    }

    // The journal rejects only what another writer was faster with: this one has been replaced, or it was this node's own write that
    // its store had given up and then did after all. Then nobody else goes on with what it began.
    protected override void OnPersistRejected(Exception cause, object @event, long sequenceNr)
    {
        SessionLog.Fenced(_services.Log, cause, PersistenceId);
        WakeLater();
        Context.Stop(Self);
    }

    protected override void OnRecoveryFailure(Exception reason, object? message = null)
    {
        SessionLog.RecoveryFailed(_services.Log, reason, PersistenceId);
        WakeLater();
    }

    private void WakeLater() => _services.Waking.Later(Context.System, PersistenceId, new SessionWake(_session));

    /// <summary>Goes on with what was under way when the session was last carried.</summary>
    protected virtual void TakeOver()
    {
        if (_unreadable is not null || _state.IsIdle || IsTooEarly() || MustWait()) return;
        if (_agents.Take() is null)
        {
            Abandon(_services.Agents.UndeployedText(_session.Agent));
            return;
        }

        SessionLog.Resumed(_services.Log, PersistenceId, _state.ActiveRun?.Open.Count ?? 0);
        Decide(command: null);
    }

    /// <summary>A run is never gone on with by no definition; one that is not known yet will be told of.</summary>
    private void Abandon(string? reason)
    {
        var decision = Conversation.Abandon(_state, reason, Now);
        _runs.Count(_state);
        if (!decision.Events.IsEmpty) Record(decision, then: null);
        if (reason is null) Context.System.Scheduler.ScheduleTellOnce(AskAgainAfter, Self, Continue.Instance, Self);
    }

    private void OnStart(RunStart start)
    {
        // The caller asks again; by then this node has been told what that one knows.
        if (!_services.Agents.Knows(_session.Agent, start.AgentVersion)) return;
        var (sender, known) = (Sender, _state.Requests.TryGetValue(start.Request, out var run));
        if ((WhyNot(start) ?? (known ? null : _services.Places.WhyNot(_services.NodeId))) is { } refusal)
        {
            sender.Tell(new RunRefused(start.Request, refusal.Error, refusal.Message));
            return;
        }

        if (_sequence == 0 && !_services.Histories.MayBegin(start))
        {
            sender.Tell(_services.Histories.Unbound(start));
            return;
        }

        if (!known && IsCutOffFrom(start)) return;

        if (!known && !_entry.IsRecorded)
        {
            _entry.Wait(start, sender);
            return;
        }

        if (!known)
        {
            // A node that has been drained: the caller asks again, and finds who has the slot then.
            if (!_runs.TryAccept()) return;
            run = _state.NextRun;
            _watchers.Add(run, sender, last: 0, start.Credit, catchingUp: false);
        }

        var command = start.ToCommand(known ? null : _traces.Begin(run, start.Envelope.TraceParent));
        Decide(command, decision => OnStarted(start, decision, sender, run, known));
    }

    private void OnStarted(RunStart start, Decision decision, IActorRef sender, long run, bool known)
    {
        _runs.Accepted();
        if (decision.Refusal is { } refusal)
        {
            _watchers.Remove(run, sender);
            _traces.Forget(run, refusal.Message);
            sender.Tell(new RunRefused(start.Request, refusal.Error, refusal.Message));
            return;
        }

        sender.Tell(new RunAccepted(start.Request, _state.ResultOf(run)!));
        if (known) Watch(run, sender, after: 0, start.Credit);
    }

    private void OnOutcome(EffectOutcome outcome)
    {
        _effects.Ended(outcome.Effect);
        Decide(outcome);
    }

    private void OnLost(SessionEffects.EffectLost lost)
    {
        _effects.Ended(lost.Effect);
        // Cut because its run is to be cancelled, or has ended already.
        if (lost.Error is OperationCanceledException)
        {
            Decide(new CutCall(lost.Effect));
            StopWhenDone();
            return;
        }

        SessionLog.EffectLost(_services.Log, lost.Error, PersistenceId, lost.Effect.ToString());
        var isModelCall = _state.ActiveRun is { } run && run.Open.TryGetValue(lost.Effect.Step, out var call) && call is null;
        Decide(isModelCall ? new FailModelCall(lost.Effect, lost.Error.Message) : new FailToolCall(lost.Effect, lost.Error.Message));
    }

    /// <summary>
    /// The slot goes elsewhere. What is under way is let end, bounded by the hand-off's timeout; the model's next turn is the
    /// next owner's. A node that leaves does not wait.
    /// </summary>
    private void OnStop()
    {
        _isStopping = true;
        _effects.StopWaiting();
        StopWhenDone();
    }

    private void StopWhenDone()
    {
        if (_isStopping && (_effects.UnderWay == 0 || _services.Leaves())) Context.Stop(Self);
    }

    private void OnIdle()
    {
        if (_unreadable is null)
        {
            if (!_state.IsIdle) return;
            _entry.Close();
        }

        Context.Parent.Tell(new Passivate(SessionStop.Instance));
    }

    private void OnWake()
    {
        if (_unreadable is not null || _isStopping) return;
        if (_state.IsIdle) _entry.Close();
        else _entry.Require();
    }

    private void OnDeadline()
    {
        _deadline.Rang();
        Decide(new ExpireRuns(_effects.Waits));
    }

    /// <summary>Decides, records, then acts. Null: only takes the session over.</summary>
    private void Decide(ConversationCommand? command, Action<Decision>? then = null)
    {
        if (_agents.Take() is not { } agents) return;
        var decision = (_opened, command) switch
        {
            (false, _) => Conversation.DecideFirst(
                _state, agents, new OpenSession(_services.Writer, _services.NodeId), command, Now),
            (true, null) => Decision.Nothing,
            (true, { } next) => Conversation.Decide(_state, agents, next, Now),
        };
        if (decision.Events.IsEmpty) Finish(decision, then);
        else if (MayRecord(command)) Record(decision, then);
        else StopUnrecorded();
    }

    /// <summary>Only then the decision's effects begin.</summary>
    protected virtual void Record(Decision decision, Action<Decision>? then)
    {
        var recorded = 0;
        PersistAll(decision.Events.Select(ToJournal).ToImmutableArray(), _ =>
        {
            OnRecorded(decision.Events[recorded++]);
            if (recorded < decision.Events.Length) return;
            Finish(decision, then);
            SnapshotWhenDue();
        });
    }

    private static JournaledEvent ToJournal(ConversationEvent @event) =>
        new(ConversationEventCodec.ManifestOf(@event), ConversationEventCodec.Encode(@event), @event.At);

    private void OnRecorded(ConversationEvent @event)
    {
        _sequence++;
        (_opened, _lastUse) = (_opened || @event is SessionOpened, @event.At);
        _state = Conversation.Apply(_state, @event);
        _runs.Count(_state);
        if (_timer.Recorded(@event) is { } sample) _services.Gauge.Add(sample with { ConcurrentRuns = ConcurrentRuns });
        _runs.Recorded(_sequence, @event);
        if (@event is SessionBranched branched) OnBranched(branched);
        if (RunEventProjection.Project(_session, _sequence, @event) is not { } projected) return;
        _deltas.Flush();
        _watchers.Publish(projected);
        if (projected.IsTerminal) OnEnded(projected);
        if (RunNotes.AreChangedBy(@event)) Note(_state.Runs[projected.Run.Number]);
        if (@event is not RunStarted) return;
        _agents.RunStarted();
        SessionLog.RunStarted(_services.Log, projected.Run.ToString());
    }

    /// <summary>Runs on this node that do not wait for a place, the one of this session that has just ended included.</summary>
    private int ConcurrentRuns => Math.Max(_services.Gauge.Active - _services.Places.Waiting, 0) + 1;

    private void OnEnded(RunEvent terminal)
    {
        var run = _state.Runs[terminal.Run.Number];
        _effects.Stop(run.Number);
        _traces.Ended(run);
        _cancels.Ended(_state.ResultOf(run.Number)!);
        SessionLog.RunEnded(_services.Log, terminal.Run.ToString(), run.Status.ToString());
    }

    private void Note(RunState run) => Context.System.EventStream.Publish(new NoteRun(RunNotes.Of(_state, run)));

    private void Finish(Decision decision, Action<Decision>? then)
    {
        then?.Invoke(decision);
        Begin(decision.Effects);
        _effects.Settle();
        _deadline.Set(_state.NextDeadline);
        // While the slot leaves, its next owner may have a run of this session already.
        if (_state.IsIdle && !_isStopping) _entry.End();
        StopWhenDone();
    }

    protected void Begin(ImmutableArray<Effect> effects)
    {
        // A call of the model or of an agent that is recorded and not begun is begun by whoever recovers the session.
        foreach (var effect in effects)
            if (!_isStopping || effect is not (CallModel or CallAgent)) _effects.Start(effect);
    }

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    private sealed record Continue
    {
        public static readonly Continue Instance = new();
    }

    private sealed record Expire
    {
        public static readonly Expire Instance = new();
    }
}

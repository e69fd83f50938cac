using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Hanzo.Network.Agents;
using Hanzo.Network.Capacity;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;

namespace Hanzo.Network.InProcess;

/// <summary>
/// A conversation with its shell: one command at a time is decided, journaled and applied; then its effects start, and their
/// outcomes come back as commands.
/// </summary>
internal sealed class LocalSession(SessionId id, SessionPorts ports, Action<LocalSession> becameIdle) : IAsyncDisposable
{
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly RunTraces _traces = new(id, ports.Node);
    private readonly RunTimer _timer = new(id.Agent, ports.Time);
    private readonly SessionAgents _agents = new(() => ports.FindAgent(id.Agent));
    private readonly Dictionary<long, CancellationTokenSource> _stops = [];
    private readonly CancellationTokenSource _life = new();
    private LocalChildren? _children;
    private ImmutableList<RunWatcher> _watchers = [];
    private ConversationState _state = new(id);
    private long _sequence;
    private bool _opened;
    private volatile bool _isLost;
    private ITimer? _deadline;

    public SessionId Id => id;

    /// <summary>How many callers hold it; kept by <see cref="LocalSessions"/>.</summary>
    public int Users { get; set; }

    public ConversationState State => Volatile.Read(ref _state);

    /// <summary>It has nothing to do; one that could not record what it did is opened again to see.</summary>
    public bool IsIdle => State.IsIdle && !_isLost;

    /// <param name="watcher">Watches the run from before its effects start.</param>
    /// <exception cref="AgentNetworkException">The journal failed; nothing has happened.</exception>
    public async Task<Decision> SubmitAsync(ConversationCommand command, RunWatcher? watcher = null)
    {
        await _turn.WaitAsync();
        Decision decision;
        try
        {
            if (_life.IsCancellationRequested) throw Closed();
            if (!_opened) await OpenAsync();
            decision = command is StartRun start ? await StartAsync(start) : await DecideAsync(command);
            if (watcher is not null && decision.Run is { } run) Watch(watcher, run);
            Begin(decision.Effects);
        }
        catch (Exception)
        {
            if (_isLost && !_life.IsCancellationRequested) ArmAfter(ReopenAfter);
            throw;
        }
        finally
        {
            _turn.Release();
        }

        if (IsIdle) becameIdle(this);
        return decision;
    }

    /// <summary>Makes sure that the state is that of the journal.</summary>
    public async Task RecoverAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (!_opened) await OpenAsync();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Its last event first, then the deletion of all before; said again, the rest of that.</summary>
    /// <returns>Why it has not been deleted by that; null: it has.</returns>
    /// <exception cref="AgentNetworkException">The journal failed.</exception>
    public async Task<Refusal?> DeleteAsync()
    {
        await _turn.WaitAsync();
        try
        {
            if (_life.IsCancellationRequested) throw Closed();
            if (!_opened) await OpenAsync();
            var (now, gone) = (ports.Time.GetUtcNow(), SessionAging.WhyGone(_state));
            var step = SessionAging.Decide(_state, now, now, keep: null, isWanted: true);
            if (step is SessionStep.Keep) return SessionAging.WhyInUse(_state);
            if (step is SessionStep.Delete) await RecordAsync(SessionAging.Delete(SessionAging.OnRequest, now).Events);
            await ClearAsync(step);
            return gone;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <exception cref="AgentNetworkException">An unfinished run cannot be watched after an event that there is not.</exception>
    public void RequireEvent(RunId run, long after)
    {
        var events = Volatile.Read(ref _sequence);
        if (after <= events || State.Runs[run.Number].IsFinished) return;
        throw new AgentNetworkException(
            NetworkError.InvalidRequest, $"run {run} cannot be watched after event {after}: its session has {events} events so far.");
    }

    public void Watch(RunWatcher watcher, RunId run)
    {
        watcher.Run = run;
        watcher.IsLate = State.Runs.TryGetValue(run.Number, out var watched) && watched.IsFinished;
        ImmutableInterlocked.Update(ref _watchers, list => list.Add(watcher));
        watcher.Journaled(Volatile.Read(ref _sequence));
    }

    /// <summary>The events that the watcher has not seen, to the end of its run.</summary>
    public async IAsyncEnumerable<RunEvent> ReadAsync(RunWatcher watcher, [EnumeratorCancellation] CancellationToken cancellation)
    {
        if (!State.Runs.ContainsKey(watcher.Run.Number))
            throw new AgentNetworkException(NetworkError.Unavailable, $"run {watcher.Run} is not in memory; try again.");
        var events = watcher.IsLate
            ? ReadAsync(watcher.Run, watcher.After, long.MaxValue, cancellation)
            : watcher.ReadAsync((from, to, token) => ReadAsync(watcher.Run, from, to, token), cancellation);
        await foreach (var @event in events) yield return @event;
    }

    public void Unwatch(RunWatcher watcher) => ImmutableInterlocked.Update(ref _watchers, list => list.Remove(watcher));

    /// <summary>Cuts what is under way. Nothing more is recorded.</summary>
    public async ValueTask DisposeAsync()
    {
        _life.Cancel();
        foreach (var watcher in _watchers) watcher.Fail(Closed());
        await _turn.WaitAsync();
        _deadline?.Dispose();
        _traces.Dispose();
        _turn.Release();
    }

    private SessionAgent Agents => _agents.Take()
        ?? throw new AgentNetworkException(NetworkError.UnknownAgent, $"agent '{id.Agent}' of session {id} is unknown.");

    private AgentNetworkException Closed() => new(NetworkError.Unavailable, $"session {id} was closed.");

    private async Task OpenAsync()
    {
        var agents = Agents;
        (var made, _sequence) = await SessionHistory.ReadAsync(ports.Store, id, CancellationToken.None);
        _state = made.State;
        (_opened, _isLost) = (true, false);
        if (_state.Deleted is not null) return;
        var open = Conversation.Decide(_state, agents, new OpenSession(ports.Writer, ports.Node), ports.Time.GetUtcNow());
        await RecordAsync(open.Events);
        Begin(open.Effects);
    }

    private async Task ClearAsync(SessionStep step)
    {
        try
        {
            await SessionHistory.ClearAsync(ports.Store, id, _sequence, forgets: step is SessionStep.Forget);
        }
        catch (EventStoreException e)
        {
            throw new AgentNetworkException(NetworkError.Unconfirmed, SessionAging.NotClearedText(id, e.Message), e);
        }
    }

    private async Task<Decision> StartAsync(StartRun start)
    {
        if (_state.Requests.ContainsKey(start.RequestId)) return await DecideAsync(start);
        var run = _state.NextRun;
        try
        {
            var decision = await DecideAsync(start with { TraceParent = _traces.Begin(run, start.TraceParent) });
            if (decision.Refusal is { } refusal) _traces.Forget(run, refusal.Message);
            return decision;
        }
        catch (AgentNetworkException notRecorded)
        {
            _traces.Forget(run, notRecorded.Message);
            throw;
        }
    }

    private async Task<Decision> DecideAsync(ConversationCommand command)
    {
        var decision = Conversation.Decide(_state, Agents, command, ports.Time.GetUtcNow());
        await RecordAsync(decision.Events);
        return decision;
    }

    private async Task RecordAsync(ImmutableArray<ConversationEvent> events)
    {
        if (events.IsEmpty) return;
        try
        {
            var added = events.Select(
                @event => new NewEvent(ConversationEventCodec.ManifestOf(@event), ConversationEventCodec.Encode(@event))).ToList();
            await ports.Store.AppendAsync(id.ToString(), _sequence, ports.Writer, added, CancellationToken.None);
        }
        catch (Exception e)
        {
            _opened = false;
            _isLost |= !_state.IsIdle;
            (_state, _sequence) = (new ConversationState(id), 0);
            foreach (var watcher in _watchers) watcher.Fail(e);
            throw new AgentNetworkException(NetworkError.Unavailable, $"session {id} could not be recorded: {e.Message}", e);
        }

        foreach (var @event in events) Volatile.Write(ref _state, Conversation.Apply(_state, @event));
        Volatile.Write(ref _sequence, _sequence + events.Length);
        foreach (var @event in events)
            if (_timer.Recorded(@event) is { } sample) ports.Timed(sample);
        foreach (var @event in events.OfType<RunChange>()) Observe(@event);
        foreach (var watcher in _watchers) watcher.Journaled(_sequence);
        ArmDeadline();
    }

    private void Observe(RunChange @event)
    {
        var run = _state.Runs[@event.Run];
        if (RunNotes.AreChangedBy(@event)) ports.Note(RunNotes.Of(_state, run));
        if (@event is RunStarted) _agents.RunStarted();
        if (@event is not (RunCompleted or RunFailed or RunCancelled)) return;
        _traces.Ended(run);
        if (_stops.Remove(run.Number, out var stop)) stop.Cancel();
    }

    private void Begin(ImmutableArray<Effect> effects)
    {
        foreach (var stopped in effects.OfType<StopEffects>())
            if (_stops.Remove(stopped.Run, out var cut)) cut.Cancel();
        foreach (var cancel in effects.OfType<CancelAgent>()) Children.Cancel(cancel);
        foreach (var call in effects.OfType<CallEffect>())
        {
            if (call is CallAgent ask)
            {
                Children.Begin(ask, text => Told(ask.Run, text));
                continue;
            }

            if (!_stops.TryGetValue(call.Id.Run, out var stop))
                _stops[call.Id.Run] = stop = CancellationTokenSource.CreateLinkedTokenSource(_life.Token);
            _ = PerformAsync(call, _agents.Current, stop.Token);
        }
    }

    private async Task PerformAsync(CallEffect call, Agent definition, CancellationToken stop)
    {
        await Task.Yield();
        await SubmitInTimeAsync(await OutcomeAsync(call, definition, stop));
    }

    private LocalChildren Children => _children ??= new LocalChildren(ports.Children, SubmitInTimeAsync, _life.Token);

    private async Task SubmitInTimeAsync(ConversationCommand command)
    {
        try
        {
            await SubmitAsync(command);
        }
        catch (AgentNetworkException)
        {
            // The session is closed; or the journal failed: watchers were told, and it goes on from what the journal has.
        }
    }

    private async Task<EffectOutcome> OutcomeAsync(CallEffect call, Agent definition, CancellationToken stop)
    {
        try
        {
            var described = definition.Described(name => ports.FindAgent(name)?.Description);
            return await ports.Runner.RunAsync(call, described, DeltasOf(call), stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return new CutCall(call.Id);
        }
        catch (Exception broken) // a run whose call has no end would wait for it for ever
        {
            return call is CallTool ? new FailToolCall(call.Id, broken.Message) : new FailModelCall(call.Id, broken.Message);
        }
    }

    private Action<string>? DeltasOf(CallEffect call)
    {
        if (!_watchers.Exists(watcher => watcher.Run == call.Run && watcher.WantsDeltas)) return null;
        return text => Told(call.Run, text);
    }

    private void Told(RunId run, string text)
    {
        var delta = RunEventProjection.Delta(run, ports.Time.GetUtcNow(), text);
        foreach (var watcher in _watchers)
            if (watcher.Run == run && watcher.WantsDeltas) watcher.Delta(delta);
    }

    private void ArmDeadline()
    {
        _deadline?.Dispose();
        _deadline = null;
        if (_state.NextDeadline is { } next) ArmAfter(next - ports.Time.GetUtcNow());
    }

    private void ArmAfter(TimeSpan wait)
    {
        if (wait < TimeSpan.Zero) wait = TimeSpan.Zero;
        if (wait > MaxTimer) wait = MaxTimer;
        _deadline?.Dispose();
        _deadline = ports.Time.CreateTimer(_ => _ = ExpireAsync(), null, wait, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Timers go no further than 49 days; a later deadline is armed again then.</summary>
    private static readonly TimeSpan MaxTimer = TimeSpan.FromDays(30);

    /// <summary>After the journal has failed while there was something to do: again and again, until it does not.</summary>
    private static readonly TimeSpan ReopenAfter = TimeSpan.FromSeconds(5);

    private async Task ExpireAsync()
    {
        try
        {
            var decision = await SubmitAsync(new ExpireRuns());
            if (decision.Events.IsEmpty) ArmDeadline();
        }
        catch (Exception e) when (e is AgentNetworkException or EventStoreException or FormatException)
        {
            // As in SubmitInTimeAsync; a session that is lost has armed its timer anew.
        }
    }

    private async IAsyncEnumerable<RunEvent> ReadAsync(
        RunId run, long after, long to, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await foreach (var stored in ports.Store.ReadAsync(id.ToString(), after + 1, cancellation))
        {
            if (stored.Sequence > to) yield break;
            var @event = ConversationEventCodec.Decode(stored.Manifest, stored.Payload.Span);
            if (RunEventProjection.Project(id, stored.Sequence, @event) is { } projected && projected.Run == run) yield return projected;
        }
    }
}

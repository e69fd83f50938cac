using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>One decision being made: every event is applied as it is recorded, so that the next step sees it.</summary>
internal sealed partial class ConversationTurn(ConversationState state, SessionAgent agents, DateTimeOffset now)
{
    private Agent _agent = agents.Current;
    private readonly ImmutableArray<ConversationEvent>.Builder _events = ImmutableArray.CreateBuilder<ConversationEvent>();
    private readonly ImmutableArray<Effect>.Builder _effects = ImmutableArray.CreateBuilder<Effect>();
    private ConversationState _state = state;

    public static string DeadlineError(RunState run, bool waits = false) =>
        $"its deadline, {run.Deadline:O}, has passed{(waits ? " while it waited for the capacity of its node" : "")}.";

    public static CallEffect EffectOf(ConversationState state, RunState run, int step, ToolRequest? call)
    {
        var id = new EffectId(run.Number, step);
        var runId = new RunId(state.Session, run.Number);
        CallEffect effect = call is null
            ? run.Memory is { } memory ? MemoryCallOf(state, run, id, runId, memory) : ModelCallOf(state, run, id, runId)
            : run.Children.TryGetValue(step, out var child)
                ? AgentCallOf(state, run, id, call, child)
                : new CallTool(id, runId, call) { Approved = run.Approved.Contains(step) };
        return effect with { Deadline = run.Deadline, TraceParent = run.TraceParent };
    }

    private static CallModel ModelCallOf(ConversationState state, RunState run, EffectId id, RunId runId) => run.Summarizes is { } entries
        ? new(id, runId, HistoryTrimming.ToSummarize(state.Transcript, entries)) { IsSummary = true, MaxOutput = run.MaxOutput }
        : new(id, runId, state.Transcript) { MaxOutput = run.MaxOutput, IsFirst = run.ModelCalls == 1, Recalled = run.Recalled ?? [] };

    public Decision Decide(long? run = null) =>
        new(_events.ToImmutable(), _effects.ToImmutable(), null, run is { } number ? new RunId(_state.Session, number) : null);

    public void Record(ConversationEvent @event)
    {
        _events.Add(@event);
        _state = Conversation.Apply(_state, @event);
    }

    /// <summary>Goes on as far as possible: the next model call of the active run, or the next waiting run.</summary>
    public void Resume()
    {
        while (true)
        {
            if (_state.ActiveRun is { } run)
            {
                if (run.CancelReason is not null && run.Open.Count == run.Asked.Count) EndCancelled(run.Number);
                else if (!run.Open.IsEmpty) return;
                else if (run.Answer is { } kept) Record(new RunCompleted(run.Number, kept, now) { Used = UsedBy(run.Number) });
                else if (run.HandedOff is { } answer) CompleteHandedOff(run.Number, answer);
                else if (run.Deadline <= now) Fail(run.Number, DeadlineError(run));
                else CallModel(run);
            }
            else if (!_state.Queue.IsEmpty) StartRun(_state.Queue[0]);
            else return;
        }
    }

    /// <summary>Its calls are cut, and their ends waited for: one may have been faster.</summary>
    public void Cancel(long number, string reason)
    {
        Record(new CancelAsked(number, reason, now));
        var run = _state.Runs[number];
        if (_state.Active != number) EndCancelled(number);
        else if (run.Open.Count > run.Asked.Count)
        {
            _effects.Add(new StopEffects(number));
            CancelChildren(run, reason);
        }

        Resume();
    }

    /// <summary>As <see cref="CancelAsked"/> said, without waiting for calls any more.</summary>
    public void EndCancelled(long number)
    {
        var reason = _state.Runs[number].CancelReason!;
        CloseOpenEffects(number, CancelText(reason));
        Withhold(number);
        var doubtful = _state.Runs[number].Doubtful;
        Record(new RunCancelled(number, reason, now)
        {
            Doubtful = doubtful.IsEmpty ? null : string.Join(", ", doubtful), Used = UsedBy(number),
        });
    }

    public static string CancelText(string reason) => $"cancelled: {reason}";

    /// <summary>A run that was to be cancelled is, however it came to fail.</summary>
    /// <param name="work">What it has brought so far; null: not told.</param>
    public void Fail(long run, string error, string? work = null)
    {
        if (_state.Runs[run].CancelReason is not null)
        {
            EndCancelled(run);
            return;
        }

        CloseOpenEffects(run, $"cut: {error}");
        // It has its answer, and only its memory was not told yet.
        if (_state.Runs[run].Answer is { } answer)
        {
            Record(new RunCompleted(run, answer, now) { Used = UsedBy(run) });
            return;
        }

        Withhold(run);
        Record(new RunFailed(run, error, now) { Output = string.IsNullOrEmpty(work) ? null : work, Used = UsedBy(run) });
    }

    private void FailWithWork(long run, string error) => Fail(run, error, WorkSoFar.Of(_state));

    /// <summary>Ends every open effect of the run in the journal, so that calls and results stay paired.</summary>
    public void CloseOpenEffects(long run, string error)
    {
        var state = _state.Runs[run];
        if (state.Open.IsEmpty) return;
        CancelChildren(state, error);
        foreach (var step in state.Open.Keys) Close(run, step, error, state.IsDoubtful(step));
        _effects.Add(new StopEffects(run));
    }

    /// <param name="usage">Of a call of a model whose reply nobody wants any more; null: nothing is told.</param>
    public void Close(long run, int step, string error, bool isDoubtful, ModelUsage? usage = null)
    {
        if (_state.Runs[run].Memory is { } memory)
        {
            EndMemory(run, step, memory, error);
            return;
        }

        var isModelCall = _state.Runs[run].Open[step] is null;
        Record(isModelCall
            ? new ModelFailed(run, step, error, now) { Usage = usage }
            : new ToolFailed(run, step, error, now) { IsDoubtful = isDoubtful });
    }

    private void StartRun(long run)
    {
        _agent = agents.Newest;
        Record(new RunStarted(run, _state.Node, now) { AgentVersion = _agent.Deployment?.Version });
    }

    private void Begin(long number, int step)
    {
        var run = _state.Runs[number];
        _effects.Add(EffectOf(_state, run, step, run.Open[step]));
    }
}

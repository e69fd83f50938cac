using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>One decision being made: every event is applied as it is recorded, so that the next step sees it.</summary>
internal sealed class ConversationTurn(ConversationState state, SessionAgent agents, DateTimeOffset now)
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
            ? new CallModel(id, runId, state.Transcript)
            : new CallTool(id, runId, call) { Approved = run.Approved.Contains(step) };
        return effect with { Deadline = run.Deadline, TraceParent = run.TraceParent };
    }

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
                else if (run.Deadline <= now) Fail(run.Number, DeadlineError(run));
                else CallModel(run);
            }
            else if (!_state.Queue.IsEmpty) StartRun(_state.Queue[0]);
            else return;
        }
    }

    public void Reply(CompleteModelCall reply)
    {
        var (number, step) = reply.Effect;
        const int Most = ConversationLimits.MaxToolCallsPerReply;
        if (reply.ToolCalls.Length > Most)
        {
            var error = $"the model asked for {reply.ToolCalls.Length} tool calls at once; at most {Most} are allowed.";
            Record(new ModelFailed(number, step, error, now));
            Fail(number, error);
            return;
        }

        Record(new ModelReplied(number, step, reply.Text, reply.Model, now) { ToolCalls = reply.ToolCalls, Usage = reply.Usage });
        if (reply.ToolCalls.IsEmpty) Record(new RunCompleted(number, reply.Text, now));
        else if (_state.ActiveRun!.ModelCalls < ConversationLimits.MaxModelCalls) CallTools(number, reply.ToolCalls);
        else StopEndlessLoop(number, reply.ToolCalls);
    }

    /// <summary>Its calls are cut, and their ends waited for: one may have been faster.</summary>
    public void Cancel(long number, string reason)
    {
        Record(new CancelAsked(number, reason, now));
        var run = _state.Runs[number];
        if (_state.Active != number) EndCancelled(number);
        else if (run.Open.Count > run.Asked.Count) _effects.Add(new StopEffects(number));
        Resume();
    }

    /// <summary>As <see cref="CancelAsked"/> said, without waiting for calls any more.</summary>
    public void EndCancelled(long number)
    {
        var reason = _state.Runs[number].CancelReason!;
        CloseOpenEffects(number, CancelText(reason));
        var doubtful = _state.Runs[number].Doubtful;
        Record(new RunCancelled(number, reason, now) { Doubtful = doubtful.IsEmpty ? null : string.Join(", ", doubtful) });
    }

    public static string CancelText(string reason) => $"cancelled: {reason}";

    /// <summary>A run that was to be cancelled is, however it came to fail.</summary>
    public void Fail(long run, string error)
    {
        if (_state.Runs[run].CancelReason is not null)
        {
            EndCancelled(run);
            return;
        }

        CloseOpenEffects(run, $"cut: {error}");
        Record(new RunFailed(run, error, now));
    }

    /// <summary>Ends every open effect of the run in the journal, so that calls and results stay paired.</summary>
    public void CloseOpenEffects(long run, string error)
    {
        var state = _state.Runs[run];
        if (state.Open.IsEmpty) return;
        foreach (var step in state.Open.Keys) Close(run, step, error, state.IsDoubtful(step));
        _effects.Add(new StopEffects(run));
    }

    public void Close(long run, int step, string error, bool isDoubtful)
    {
        var isModelCall = _state.Runs[run].Open[step] is null;
        Record(isModelCall
            ? new ModelFailed(run, step, error, now)
            : new ToolFailed(run, step, error, now) { IsDoubtful = isDoubtful });
    }

    /// <summary>A person has answered: the call is made now, or has failed.</summary>
    public void Answer(AnswerApproval answer)
    {
        var (step, number) = answer.Approval;
        Record(new ApprovalAnswered(answer.Run, step, answer.Approved, now) { Number = number, Reason = answer.Reason });
        if (answer.Approved)
        {
            Begin(answer.Run, step);
            return;
        }

        var why = string.IsNullOrWhiteSpace(answer.Reason) ? "" : $" {answer.Reason}";
        Record(new ToolFailed(answer.Run, step, $"a person did not allow this call.{why}", now));
    }

    private void StartRun(long run)
    {
        _agent = agents.Newest;
        Record(new RunStarted(run, _state.Node, now) { AgentVersion = _agent.Deployment?.Version });
    }

    private void CallModel(RunState run)
    {
        var step = run.LastStep + 1;
        Record(new ModelCalled(run.Number, step, now) { Model = _agent.Model });
        Begin(run.Number, step);
    }

    private void CallTools(long run, ImmutableArray<ToolRequest> calls)
    {
        foreach (var call in calls)
        {
            var step = _state.Runs[run].LastStep + 1;
            Record(new ToolCalled(run, step, call, now));
            Begin(run, step);
        }
    }

    private void StopEndlessLoop(long run, ImmutableArray<ToolRequest> calls)
    {
        foreach (var call in calls)
        {
            var step = _state.Runs[run].LastStep + 1;
            Record(new ToolCalled(run, step, call, now));
            Record(new ToolFailed(run, step, $"not called: the run has made {ConversationLimits.MaxModelCalls} model calls.", now));
        }

        Fail(run, $"no answer after {ConversationLimits.MaxModelCalls} model calls, the most a run may make.");
    }

    private void Begin(long number, int step)
    {
        var run = _state.Runs[number];
        _effects.Add(EffectOf(_state, run, step, run.Open[step]));
    }
}

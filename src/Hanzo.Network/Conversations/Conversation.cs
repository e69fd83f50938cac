using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>
/// The rules of a session, without time, threads or storage of its own: commands become events and effects, events become
/// state. A shell records the events before it starts the effects.
/// </summary>
public static class Conversation
{
    public static Decision Decide(
        ConversationState state, SessionAgent agent, ConversationCommand command, DateTimeOffset now) => command switch
    {
        OpenSession open => Open(state, agent, open, now),
        BranchOff branch => Branch(state, agent, branch, now),
        StartRun start => Start(state, agent, start, now),
        CancelRun cancel => Cancel(state, agent, cancel, now),
        ExpireRuns expire => Expire(state, agent, expire, now),
        AnswerApproval answer => Answer(state, agent, answer, now),
        EffectOutcome outcome => End(state, agent, outcome, now),
        _ => throw new ArgumentException($"'{command.GetType().Name}' is not a command of a conversation.", nameof(command)),
    };

    /// <summary>
    /// For a writer that has not recorded <paramref name="open"/> yet: it does with the first decision that records anything, and
    /// decides anew with what was under way taken over.
    /// </summary>
    /// <param name="command">Null: only takes the session over.</param>
    public static Decision DecideFirst(
        ConversationState state, SessionAgent agent, OpenSession open, ConversationCommand? command, DateTimeOffset now)
    {
        var decision = command is null ? Decision.Nothing : Decide(state, agent, command, now);
        if (command is not null && decision.Events.IsEmpty) return decision;
        var opening = Open(state, agent, open, now);
        if (command is not null) decision = Decide(opening.Events.Aggregate(state, Apply), agent, command, now);
        return decision with
        {
            Events = opening.Events.AddRange(decision.Events), Effects = opening.Effects.AddRange(decision.Effects),
        };
    }

    /// <summary>
    /// For who holds a session without a definition of its agent: runs end, but nothing is begun or gone on with.
    /// </summary>
    /// <param name="reason">Why all unfinished runs end; null: only those end whose deadline has passed.</param>
    public static Decision Abandon(ConversationState state, string? reason, DateTimeOffset now)
    {
        var turn = new ConversationTurn(state, default, now);
        foreach (var run in state.Unfinished.Where(run => reason is not null || run.Deadline <= now).Reverse())
            turn.Fail(run.Number, reason ?? ConversationTurn.DeadlineError(run));
        return turn.Decide();
    }

    public static ConversationState Apply(ConversationState state, ConversationEvent @event) => ConversationHistory.Apply(state, @event);

    /// <summary>What was begun and has no recorded end nor waits for a person: to be taken up by a new writer.</summary>
    public static ImmutableArray<Effect> OpenEffects(ConversationState state)
    {
        if (state.ActiveRun is not { CancelReason: null } run) return [];
        return
        [
            .. run.Open.Where(open => !run.Asked.ContainsKey(open.Key))
                .Select(open => ConversationTurn.EffectOf(state, run, open.Key, open.Value) with { Recovered = true }),
        ];
    }

    private static Decision Open(ConversationState state, SessionAgent agent, OpenSession open, DateTimeOffset now)
    {
        var recovered = OpenEffects(state);
        var turn = new ConversationTurn(state, agent, now);
        turn.Record(new SessionOpened(open.Writer, open.Node, now));
        if (state.ActiveRun is { CancelReason: not null } cancelled) turn.EndCancelled(cancelled.Number);
        turn.Resume();
        var decision = turn.Decide();
        return decision with { Effects = recovered.AddRange(decision.Effects) };
    }

    private static Decision Branch(ConversationState state, SessionAgent agent, BranchOff command, DateTimeOffset now)
    {
        if (state.Branch is not null || !state.Runs.IsEmpty) return Decision.Nothing;
        var (turn, branch) = (new ConversationTurn(state, agent, now), command.Branch);
        turn.Record(new SessionBranched(branch.ParentSequence, branch.Detachment, now) { Parent = branch.Parent?.ToString() });
        foreach (var piece in TranscriptLine.Pieces(command.Transcript)) turn.Record(new TranscriptInherited(piece, now));
        return turn.Decide();
    }

    private static Decision Start(ConversationState state, SessionAgent agent, StartRun start, DateTimeOffset now)
    {
        if (state.Requests.TryGetValue(start.RequestId, out var known))
            return Decision.Nothing with { Run = new RunId(state.Session, known) };
        if (Refuse(state, start, now) is { } refusal) return Decision.Nothing with { Refusal = refusal };

        var number = state.NextRun;
        var turn = new ConversationTurn(state, agent, now);
        turn.Record(new RunQueued(number, start.RequestId, start.Input, start.Why, now)
        {
            Deadline = start.Deadline,
            TraceParent = start.TraceParent,
        });
        turn.Resume();
        return turn.Decide(number);
    }

    private static Refusal? Refuse(ConversationState state, StartRun start, DateTimeOffset now)
    {
        if (RunRequestRules.CheckInput(start.Input) is { } input) return new Refusal(NetworkError.InvalidRequest, input);
        if (RunRequestRules.CheckDeadline(start.Deadline, now) is { } deadline) return new Refusal(NetworkError.InvalidRequest, deadline);
        if (state.Runs.Count >= ConversationLimits.MaxRuns)
            return new Refusal(
                NetworkError.InvalidRequest,
                $"session {state.Session} has {ConversationLimits.MaxRuns} runs, the most it may have; start a new session.");
        return state.Active is not null && state.Queue.Count >= ConversationLimits.MaxQueued
            ? new Refusal(
                NetworkError.TooManyQueued,
                $"session {state.Session} has {ConversationLimits.MaxQueued} runs waiting, the most it may have; try again later.")
            : null;
    }

    private static Decision Cancel(ConversationState state, SessionAgent agent, CancelRun cancel, DateTimeOffset now)
    {
        if (!state.Runs.TryGetValue(cancel.Run, out var run))
        {
            var unknown = new Refusal(NetworkError.UnknownRun, $"session {state.Session} has no run {cancel.Run}.");
            return Decision.Nothing with { Refusal = unknown };
        }

        var id = new RunId(state.Session, cancel.Run);
        if (run.CancelReason is not null || run.Status == RunStatus.Cancelled) return Decision.Nothing with { Run = id };
        if (run.IsFinished)
        {
            var how = run.Status == RunStatus.Completed ? "completed" : "failed";
            return Decision.Nothing with { Refusal = new Refusal(NetworkError.Conflict, $"run {id} cannot be cancelled: it has {how}.") };
        }

        var turn = new ConversationTurn(state, agent, now);
        turn.Cancel(run.Number, cancel.Reason);
        return turn.Decide(cancel.Run);
    }

    private static Decision Expire(ConversationState state, SessionAgent agent, ExpireRuns expire, DateTimeOffset now)
    {
        var turn = new ConversationTurn(state, agent, now);
        foreach (var run in state.Unfinished.Where(run => run.Deadline <= now).Reverse())
            turn.Fail(run.Number, ConversationTurn.DeadlineError(run, run.Number == expire.Waiting));
        turn.Resume();
        return turn.Decide();
    }

    private static Decision Answer(ConversationState state, SessionAgent agent, AnswerApproval answer, DateTimeOffset now)
    {
        var run = state.Runs.GetValueOrDefault(answer.Run);
        var question = answer.Approval;
        if (run?.Asked.ContainsKey(question.Step) != true || run.QuestionAt(question.Step) != question)
        {
            // Who did not hear of it says the same again.
            if (run?.AnswerTo(question) == answer.Approved) return Decision.Nothing with { Run = new RunId(state.Session, answer.Run) };
            var text = $"run {new RunId(state.Session, answer.Run)} does not wait for approval '{question}': "
                + "it was answered, or there was none.";
            return Decision.Nothing with { Refusal = new Refusal(NetworkError.Conflict, text) };
        }

        var turn = new ConversationTurn(state, agent, now);
        turn.Answer(answer);
        turn.Resume();
        return turn.Decide(answer.Run);
    }

    private static Decision End(ConversationState state, SessionAgent agent, EffectOutcome outcome, DateTimeOffset now)
    {
        var (number, step) = outcome.Effect;
        if (state.Active != number || !state.ActiveRun!.Open.TryGetValue(step, out var call)) return Decision.Nothing;
        if (outcome is not CutCall && (call is null) != outcome is CompleteModelCall or FailModelCall) return Decision.Nothing;
        if (state.ActiveRun.Asked.ContainsKey(step)) return Decision.Nothing;

        var turn = new ConversationTurn(state, agent, now);
        switch (outcome)
        {
            case CutCall when state.ActiveRun.CancelReason is null:
                return Decision.Nothing;
            case CutCall or CompleteModelCall or AskPerson when state.ActiveRun.CancelReason is { } reason:
                turn.Close(number, step, ConversationTurn.CancelText(reason), outcome is not AskPerson { IsDoubtful: false });
                break;
            case CompleteModelCall reply:
                turn.Reply(reply);
                break;
            case FailModelCall failed:
                turn.Record(new ModelFailed(number, step, failed.Error, now));
                turn.Fail(number, $"the model call failed: {failed.Error}");
                break;
            case CompleteToolCall returned:
                turn.Record(new ToolReturned(number, step, returned.Output, now));
                break;
            case AskPerson ask:
                turn.Record(new ApprovalAsked(number, step, ask.Question, now)
                {
                    Number = state.ActiveRun.QuestionAt(step).Number, IsDoubtful = ask.IsDoubtful,
                });
                break;
            case FailToolCall failed:
                turn.Record(new ToolFailed(number, step, failed.Error, now));
                break;
        }

        turn.Resume();
        return turn.Decide();
    }
}

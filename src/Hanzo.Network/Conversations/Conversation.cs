using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Conversations;

/// <summary>
/// The rules of a session, without time, threads or storage of its own: commands become events and effects, events become
/// state. A shell records the events before it starts the effects.
/// </summary>
public static partial class Conversation
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
        ChildNews news => Tell(state, agent, news, now),
        EffectOutcome outcome => End(state, agent, outcome, now),
        _ => throw new ArgumentException($"'{command.GetType().Name}' is not a command of a conversation.", nameof(command)),
    };

    /// <summary>
    /// For a writer that has not recorded <paramref name="open"/> yet: it does with the first decision that records anything, and
    /// decides anew with what was under way taken over. A run that it cancels has ended with that, and none of its calls is begun.
    /// </summary>
    /// <param name="command">Null: only takes the session over.</param>
    public static Decision DecideFirst(
        ConversationState state, SessionAgent agent, OpenSession open, ConversationCommand? command, DateTimeOffset now)
    {
        var decision = command is null ? Decision.Nothing : Decide(state, agent, command, now);
        if (command is not null && decision.Events.IsEmpty) return decision;
        var opening = Open(state, agent, open, now);
        var opened = opening.Events.Aggregate(state, Apply);
        if (command is not null) decision = Decide(opened, agent, command, now);
        if (command is CancelRun cancel && opening.Effects.Any(effect => effect is CallEffect call && call.Id.Run == cancel.Run))
            return Join(opening with { Effects = [] }, EndAtOnce(opened, agent, cancel.Run, decision, now));
        return Join(opening, decision);
    }

    /// <summary>A run that a new writer is told to cancel: what was begun before is not begun again in order to be cut.</summary>
    private static Decision EndAtOnce(ConversationState opened, SessionAgent agent, long run, Decision cancel, DateTimeOffset now)
    {
        var turn = new ConversationTurn(cancel.Events.Aggregate(opened, Apply), agent, now);
        turn.GoOnCancelling(run);
        turn.Resume();
        return Join(cancel with { Effects = [] }, turn.Decide(run));
    }

    private static Decision Join(Decision first, Decision next) =>
        next with { Events = first.Events.AddRange(next.Events), Effects = first.Effects.AddRange(next.Effects) };

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
        if (state.ActiveRun is { CancelReason: not null } cancelled) turn.GoOnCancelling(cancelled.Number);
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
        foreach (var piece in TranscriptLine.Pieces(ToldBefore(state, start).Select(line => line.ToEntry())))
            turn.Record(new TranscriptInherited(piece, now));
        turn.Record(new RunQueued(number, start.RequestId, start.Input, start.Why, now)
        {
            Deadline = start.Deadline,
            TraceParent = start.TraceParent,
            Limits = start.Limits,
            Parent = start.Origin?.Call,
            Depth = start.Origin?.Depth ?? 0,
            User = start.User,
        });
        if (start.Route is { } route) turn.Record(new RouteDecided(number, route, now));
        if (start.Placement is { } placement) turn.Record(new PlacementDecided(number, placement, now));
        turn.Resume();
        return turn.Decide(number);
    }

    /// <summary>What a request brings along of what was said; of what it says again, nothing.</summary>
    private static IEnumerable<TranscriptLine> ToldBefore(ConversationState state, StartRun start)
    {
        if (state.Runs.IsEmpty) return [.. start.Origin?.Context ?? [], .. start.History];
        var last = state.Transcript.FindLast(entry => entry is InstructionEntry) as InstructionEntry;
        return start.History.Where(line => line.Role == TranscriptLine.System && line.Text != last?.Text);
    }

    private static Refusal? Refuse(ConversationState state, StartRun start, DateTimeOffset now)
    {
        if (SessionAging.WhyGone(state) is { } gone) return gone;
        if (RunRequestRules.CheckInput(start.Input) is { } input) return new Refusal(NetworkError.InvalidRequest, input);
        if (RunRequestRules.CheckDeadline(start.Deadline, now) is { } deadline) return new Refusal(NetworkError.InvalidRequest, deadline);
        if (state.Runs.Count >= ConversationLimits.MaxRuns)
            return new Refusal(
                NetworkError.InvalidRequest,
                $"session {state.Session} has {ConversationLimits.MaxRuns} runs, the most it may have; start a new session.");
        if (start.Limits?.Check() is { } limits) return new Refusal(NetworkError.InvalidRequest, limits);
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
        turn.AnswerOverdue();
        turn.Resume();
        return turn.Decide();
    }

    private static Decision Tell(ConversationState state, SessionAgent agent, ChildNews news, DateTimeOffset now)
    {
        var (number, step) = news.Effect;
        if (state.Active != number || !state.ActiveRun!.Children.TryGetValue(step, out var child)) return Decision.Nothing;
        var turn = new ConversationTurn(state, agent, now);
        switch (news)
        {
            case ChildBegan began when began.Child.ToString() is var id && id != child.Run:
                turn.Record(new ChildStarted(number, step, id, began.Node, now));
                break;
            case ChildMoved moved when moved.Sequence > child.Last && child.Steps < ConversationLimits.MaxChildSteps:
                turn.Record(new ChildStepped(number, step, moved.Sequence, moved.Type, moved.Text, now));
                break;
        }

        return turn.Decide();
    }

    private static Decision End(ConversationState state, SessionAgent agent, EffectOutcome outcome, DateTimeOffset now)
    {
        var (number, step) = outcome.Effect;
        if (state.Active != number || !state.ActiveRun!.Open.TryGetValue(step, out var call)) return Decision.Nothing;
        if (outcome is not CutCall && !Fits(outcome, call, state.ActiveRun.Memory)) return Decision.Nothing;
        if (state.ActiveRun.Asked.ContainsKey(step)) return Decision.Nothing;

        var turn = new ConversationTurn(state, agent, now);
        switch (outcome)
        {
            case CutCall when state.ActiveRun.CancelReason is null:
                return Decision.Nothing;
            case CutCall or CompleteModelCall or BlockModelCall or AskPerson when state.ActiveRun.CancelReason is { } reason:
                turn.CloseCancelled(outcome, reason);
                break;
            case CompleteModelCall reply:
                turn.Reply(reply);
                break;
            case BlockModelCall blocked:
                turn.Block(blocked);
                break;
            case CompleteRecall found:
                turn.Recall(found);
                break;
            case CompleteKeep done:
                turn.Keep(done);
                break;
            case FailModelCall failed when state.ActiveRun.Memory is { } what:
                turn.EndMemory(number, step, what, failed.Error);
                break;
            case FailModelCall failed when state.ActiveRun.Summarizes is { } entries:
                turn.GoOnWithout(number, step, entries, failed.Error, failed.Usage);
                break;
            case FailModelCall failed:
                turn.FailCall(failed);
                break;
            case CompleteToolCall returned:
                turn.Record(new ToolReturned(number, step, returned.Output, now) { Used = returned.Used });
                break;
            case AskPerson ask:
                turn.Ask(ask);
                break;
            case FailToolCall failed:
                turn.Record(new ToolFailed(number, step, failed.Error, now) { Used = failed.Used });
                break;
        }

        turn.Resume();
        return turn.Decide();
    }

    /// <summary>Whether the outcome is one of the call that is open.</summary>
    /// <param name="memory">Of a call that is no tool's: what it wants of the memory; null: it is a model's.</param>
    private static bool Fits(EffectOutcome outcome, ToolRequest? call, MemoryStep? memory) => outcome switch
    {
        FailModelCall => call is null,
        CompleteModelCall or BlockModelCall => call is null && memory is null,
        CompleteRecall => memory == MemoryStep.Recall,
        CompleteKeep => memory is MemoryStep.Keep or MemoryStep.KeepAndReflect,
        _ => call is not null,
    };
}

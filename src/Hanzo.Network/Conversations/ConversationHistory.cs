using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Partitions;

namespace Hanzo.Network.Conversations;

/// <summary>Events to state: facts only, no decision.</summary>
internal static class ConversationHistory
{
    public static ConversationState Apply(ConversationState state, ConversationEvent @event) => @event switch
    {
        SessionOpened e => Opened(state, e),
        SessionBranched e => state with
        {
            Branch = new SessionBranch(e.Parent is { } parent ? SessionId.Parse(parent) : null, e.ParentSequence, e.Detachment),
        },
        TranscriptInherited e => state with { Transcript = state.Transcript.AddRange(e.Lines.Select(line => line.ToEntry())) },
        RunQueued e => Queued(state, e),
        RunStarted e => Started(state, e),
        ModelCalled e => Change(Begin(state, e, null), e.Run, run => run with { ModelCalls = run.ModelCalls + 1 }),
        ModelReplied e => Say(EndEffect(state, e), new AssistantEntry(e.Text, e.ToolCalls)),
        ModelFailed e => EndEffect(state, e),
        ToolCalled e => Begin(state, e, e.Call),
        ApprovalAsked e => Change(state, e.Run, run => run with
        {
            Asked = run.Asked.SetItem(e.Step, new AskedApproval(e.Question, e.At, e.IsDoubtful)), Approved = run.Approved.Remove(e.Step),
        }),
        ApprovalAnswered e => Change(state, e.Run, run => run with
        {
            Asked = run.Asked.Remove(e.Step),
            Approved = e.Approved ? run.Approved.Add(e.Step) : run.Approved,
            Answers = run.Answers.SetItem(e.Step, run.Answers.GetValueOrDefault(e.Step, []).Add(e.Approved)),
        }),
        ToolReturned e => Answer(state, e, e.Output, failed: false),
        ToolFailed e => Answer(e.IsDoubtful ? Doubt(state, e) : state, e, e.Error, failed: true),
        RunCompleted e => Finish(state, e, run => run with { Status = RunStatus.Completed, Output = e.Output }),
        RunFailed e => Finish(state, e, run => run with { Status = RunStatus.Failed, Error = e.Error }),
        CancelAsked e => Change(state, e.Run, run => run with { CancelReason = e.Reason }),
        RunCancelled e => Finish(state, e, run => run with { Status = RunStatus.Cancelled, Error = e.ToText(), CancelReason = null }),
        _ => throw new ArgumentException($"'{@event.GetType().Name}' is not an event of a conversation.", nameof(@event)),
    };

    private static ConversationState Opened(ConversationState state, SessionOpened e)
    {
        var opened = state with { Writer = e.Writer, Node = e.Node };
        return opened.Active is { } active ? Change(opened, active, run => run with { Node = e.Node }) : opened;
    }

    private static ConversationState Queued(ConversationState state, RunQueued e)
    {
        var run = new RunState(e.Run, e.RequestId, e.Input, e.Why) { QueuedAt = e.At, Deadline = e.Deadline, TraceParent = e.TraceParent };
        return state with
        {
            Runs = state.Runs.Add(e.Run, run),
            Requests = state.Requests.Add(e.RequestId, e.Run),
            Queue = state.Queue.Add(e.Run),
        };
    }

    private static ConversationState Started(ConversationState state, RunStarted e)
    {
        var started = Change(state, e.Run, run => run with { Status = RunStatus.Running, Node = e.Node, AgentVersion = e.AgentVersion });
        return Say(started with { Active = e.Run, Queue = started.Queue.Remove(e.Run) }, new UserEntry(started.Runs[e.Run].Input));
    }

    private static ConversationState Begin(ConversationState state, EffectChange e, ToolRequest? call) =>
        Change(state, e.Run, run => run with { LastStep = e.Step, Open = run.Open.Add(e.Step, call) });

    private static ConversationState EndEffect(ConversationState state, EffectChange e) =>
        Change(state, e.Run, run => run with
        {
            Open = run.Open.Remove(e.Step), Asked = run.Asked.Remove(e.Step), Approved = run.Approved.Remove(e.Step),
        });

    private static ConversationState Doubt(ConversationState state, ToolFailed e) =>
        Change(state, e.Run, run => run with { Doubtful = run.Doubtful.Add($"{run.Open[e.Step]!.Tool} (step {e.Step})") });

    private static ConversationState Answer(ConversationState state, EffectChange e, string output, bool failed)
    {
        var call = state.Runs[e.Run].Open[e.Step] ?? throw new InvalidOperationException($"Step {e.Step} of run {e.Run} is no tool call.");
        return Say(EndEffect(state, e), new ToolEntry(call.CallId, call.Tool, output, failed));
    }

    private static ConversationState Finish(ConversationState state, RunChange e, Func<RunState, RunState> change)
    {
        var finished = Change(state, e.Run, run => change(run) with { EndedAt = e.At });
        return finished.Active == e.Run ? finished with { Active = null } : finished with { Queue = finished.Queue.Remove(e.Run) };
    }

    private static ConversationState Say(ConversationState state, TranscriptEntry entry) =>
        state with { Transcript = state.Transcript.Add(entry) };

    private static ConversationState Change(ConversationState state, long number, Func<RunState, RunState> change) =>
        state with { Runs = state.Runs.SetItem(number, change(state.Runs[number])) };
}

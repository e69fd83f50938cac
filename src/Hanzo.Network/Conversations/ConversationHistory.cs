using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Partitions;

namespace Hanzo.Network.Conversations;

/// <summary>Events to state: facts only, no decision.</summary>
internal static class ConversationHistory
{
    private static readonly RunUsage OneModelCall = new() { ModelCalls = 1 };
    private static readonly RunUsage OneToolCall = new() { ToolCalls = 1 };

    public static ConversationState Apply(ConversationState state, ConversationEvent @event) => @event switch
    {
        SessionOpened e => Opened(state, e),
        SessionBranched e => state with
        {
            Branch = new SessionBranch(e.Parent is { } parent ? SessionId.Parse(parent) : null, e.ParentSequence, e.Detachment),
        },
        SessionDeleted e => new ConversationState(state.Session) { Writer = state.Writer, Node = state.Node, Deleted = e },
        TranscriptInherited e => state with { Transcript = state.Transcript.AddRange(e.Lines.Select(line => line.ToEntry())) },
        RunQueued e => Queued(state, e),
        RouteDecided or PlacementDecided => state,
        RunStarted e => Started(state, e),
        ModelCalled e => Change(Begin(state, e, null), e.Run, run => run with
        {
            ModelCalls = run.ModelCalls + 1, MaxOutput = e.MaxOutput, Used = run.Used + OneModelCall,
        }),
        ModelReplied e => Say(Use(EndEffect(state, e), e.Run, e.Usage), new AssistantEntry(e.Text, e.ToolCalls)),
        ModelFailed e => Use(EndEffect(state, e), e.Run, e.Usage),
        GuardrailTripped { Stage: GuardrailTripped.Input } e => state with
        {
            Transcript = Asked(state.Transcript, e.Text ?? GuardrailTripped.Withheld),
        },
        GuardrailTripped => state,
        SummaryAsked e => Change(Begin(state, e, null), e.Run, run => run with
        {
            Summarizes = e.Entries, MaxOutput = e.MaxOutput, Used = e.IsRefused ? run.Used : run.Used + OneModelCall,
        }),
        HistorySummarized e => Summarized(state, e),
        MemoryAsked e => Change(Begin(state, e, null), e.Run, run => run with
        {
            Memory = e.What, Answer = e.What == MemoryStep.Recall ? null : run.HandedOff ?? LastAnswer(state),
        }),
        MemoryRecalled e => Change(EndEffect(state, e), e.Run, run => run with { Recalled = [.. e.Memories] }),
        MemoryKept e => Change(Use(EndEffect(state, e), e.Run, e.Usage), e.Run, run => run with
        {
            Used = e.AskedModel ? run.Used + OneModelCall : run.Used,
        }),
        ToolCalled e => Change(Begin(state, e, e.Call), e.Run, run => e.IsRefused ? run : Called(run, e)),
        ChildStarted e => ChangeChild(state, e, child => child with { Run = e.Child }),
        ChildStepped e => ChangeChild(state, e, child => child with { Last = e.Sequence, Steps = child.Steps + 1 }),
        ApprovalAsked e => Change(state, e.Run, run => run with
        {
            Asked = run.Asked.SetItem(
                e.Step, new AskedApproval(e.Question, e.At, e.IsDoubtful) { WantsWords = e.WantsWords, Deadline = e.Deadline }),
            Approved = run.Approved.Remove(e.Step),
        }),
        ApprovalAnswered e => Change(state, e.Run, run => run with
        {
            Asked = run.Asked.Remove(e.Step),
            Approved = e.Approved ? run.Approved.Add(e.Step) : run.Approved,
            Answers = run.Answers.SetItem(e.Step, run.Answers.GetValueOrDefault(e.Step, []).Add(e.Approved)),
            Said = e.Words is null ? run.Said : run.SaidOrNone.SetItem(e.Step, RunState.MarkOf(e.Words)),
        }),
        ToolReturned e => Answer(HandOver(Add(state, e.Run, e.Used), e), e, e.Output, failed: false),
        ToolFailed e => Answer(Add(e.IsDoubtful ? Doubt(state, e) : state, e.Run, e.Used), e, e.Error, failed: true),
        RunCompleted e => Finish(state, e, run => run with { Status = RunStatus.Completed, Output = e.Output }),
        RunFailed e => Finish(state, e, run => run with
        {
            Status = RunStatus.Failed, Error = e.Error, Output = e.Output ?? "",
        }),
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
        var run = new RunState(e.Run, e.RequestId, e.Input, e.Why)
        {
            QueuedAt = e.At, Deadline = e.Deadline, TraceParent = e.TraceParent, Limits = e.Limits, Parent = e.Parent,
            Depth = e.Depth, User = e.User,
        };
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

    private static ConversationState Use(ConversationState state, long number, ModelUsage? usage) => usage is null
        ? state
        : Change(state, number, run => run with
        {
            Used = run.Used + new RunUsage { InputTokens = usage.InputTokens, OutputTokens = usage.OutputTokens, Usd = usage.Usd ?? 0 },
        });

    /// <summary>The same, with another text of what the user has said last.</summary>
    public static ImmutableList<TranscriptEntry> Asked(ImmutableList<TranscriptEntry> transcript, string text)
    {
        var asked = transcript.FindLastIndex(entry => entry is UserEntry);
        return asked < 0 ? transcript : transcript.SetItem(asked, new UserEntry(text));
    }

    private static ConversationState Summarized(ConversationState state, HistorySummarized e)
    {
        var entries = state.Runs[e.Run].Summarizes
            ?? throw new InvalidOperationException($"Step {e.Step} of run {e.Run} makes no summary.");
        var ended = Use(EndEffect(state, e), e.Run, e.Usage);
        return ended with { Transcript = HistoryTrimming.Replace(ended.Transcript, entries, e.Text) };
    }

    private static ConversationState EndEffect(ConversationState state, EffectChange e) =>
        Change(state, e.Run, run => run with
        {
            Open = run.Open.Remove(e.Step), Asked = run.Asked.Remove(e.Step), Approved = run.Approved.Remove(e.Step), Summarizes = null,
            Memory = null,
            Children = run.Children.Remove(e.Step),
        });

    private static string LastAnswer(ConversationState state) => state.Transcript[^1] is AssistantEntry said ? said.Text : "";

    private static RunState Called(RunState run, ToolCalled e)
    {
        var called = run with { Used = run.Used + OneToolCall };
        if (e.Agent is not { } agent) return called;
        var child = new ChildRun(agent) { HandsOff = e.HandsOff, Limits = e.Limits };
        return called with { Children = run.Children.SetItem(e.Step, child) };
    }

    private static ConversationState ChangeChild(ConversationState state, EffectChange e, Func<ChildRun, ChildRun> change) =>
        Change(state, e.Run, run => run with { Children = run.Children.SetItem(e.Step, change(run.Children[e.Step])) });

    private static ConversationState Add(ConversationState state, long number, RunUsage? used) =>
        used is null ? state : Change(state, number, run => run with { Used = run.Used + used });

    private static ConversationState HandOver(ConversationState state, ToolReturned e) =>
        state.Runs[e.Run].Children.GetValueOrDefault(e.Step) is { HandsOff: true }
            ? Change(state, e.Run, run => run with { HandedOff = e.Output })
            : state;

    private static ConversationState Doubt(ConversationState state, ToolFailed e) =>
        Change(state, e.Run, run => run with { Doubtful = run.Doubtful.Add($"{run.Open[e.Step]!.Tool} (step {e.Step})") });

    private static ConversationState Answer(ConversationState state, EffectChange e, string output, bool failed)
    {
        var call = state.Runs[e.Run].Open[e.Step] ?? throw new InvalidOperationException($"Step {e.Step} of run {e.Run} is no tool call.");
        var ended = EndEffect(state, e);
        return ended with { Transcript = Place(ended.Transcript, new ToolEntry(call.CallId, call.Tool, output, failed)) };
    }

    /// <summary>Results stand in the order of their calls, whichever has ended first.</summary>
    private static ImmutableList<TranscriptEntry> Place(ImmutableList<TranscriptEntry> transcript, ToolEntry result)
    {
        var first = transcript.Count;
        while (first > 0 && transcript[first - 1] is ToolEntry) first--;
        if (first == 0 || transcript[first - 1] is not AssistantEntry asked) return transcript.Add(result);
        var rank = RankOf(result);
        var at = transcript.Count;
        while (at > first && RankOf((ToolEntry)transcript[at - 1]) > rank) at--;
        return transcript.Insert(at, result);

        int RankOf(ToolEntry entry) => asked.ToolCalls.TakeWhile(call => call.CallId != entry.CallId).Count();
    }

    private static ConversationState Finish(ConversationState state, RunChange e, Func<RunState, RunState> change)
    {
        var finished = Change(state, e.Run, run => change(run) with { EndedAt = e.At, Recalled = null, Answer = null });
        return finished.Active == e.Run ? finished with { Active = null } : finished with { Queue = finished.Queue.Remove(e.Run) };
    }

    private static ConversationState Say(ConversationState state, TranscriptEntry entry) =>
        state with { Transcript = state.Transcript.Add(entry) };

    private static ConversationState Change(ConversationState state, long number, Func<RunState, RunState> change) =>
        state with { Runs = state.Runs.SetItem(number, change(state.Runs[number])) };
}

using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;
using Hanzo.Network.Partitions;

namespace Hanzo.Network.Conversations;

/// <summary>A session's state, made of its events only.</summary>
public sealed record ConversationState(SessionId Session)
{
    /// <summary>The writer of the last <see cref="SessionOpened"/>; empty before the first.</summary>
    public string Writer { get; init; } = "";

    public string Node { get; init; } = "";

    /// <summary>Null for a session that was opened in the network as a whole.</summary>
    public SessionBranch? Branch { get; init; }

    public ImmutableSortedDictionary<long, RunState> Runs { get; init; } = ImmutableSortedDictionary<long, RunState>.Empty;

    /// <summary>Runs by what was asked for; a snapshot leaves it out, as the runs say it too.</summary>
    [JsonIgnore]
    public ImmutableDictionary<string, long> Requests { get; init; } = ImmutableDictionary.Create<string, long>(StringComparer.Ordinal);
    public long? Active { get; init; }

    /// <summary>Runs that wait, first come first.</summary>
    public ImmutableList<long> Queue { get; init; } = [];

    public ImmutableList<TranscriptEntry> Transcript { get; init; } = [];

    /// <summary>The number that the next run gets.</summary>
    public long NextRun => Runs.Count + 1L;

    public RunState? ActiveRun => Active is { } number ? Runs[number] : null;

    /// <summary>True when nothing is active, waiting or under way.</summary>
    public bool IsIdle => Active is null && Queue.IsEmpty;

    /// <summary>Runs under way and waiting; those that wait for a person, and behind one that does, are neither.</summary>
    public (int Active, int Queued) AtWork =>
        ActiveRun is { WaitsForPerson: true } ? (0, 0) : (Active is null ? 0 : 1, Queue.Count);

    /// <summary>When to send <see cref="ExpireRuns"/>; null: no unfinished run has a deadline.</summary>
    public DateTimeOffset? NextDeadline => Unfinished.Min(run => run.Deadline);

    [JsonIgnore]
    public IEnumerable<RunState> Unfinished => (Active is { } active ? Queue.Insert(0, active) : Queue).Select(number => Runs[number]);

    /// <summary>Where a run is or was: at the session's own node while nobody has begun it.</summary>
    public string NodeOf(RunState run) => run.Node.Length > 0 ? run.Node : Node;

    /// <summary>Null when the session knows no such run.</summary>
    public RunResult? ResultOf(long run) => Runs.TryGetValue(run, out var found)
        ? new RunResult
        {
            Id = new RunId(Session, run),
            GivenId = GivenRunId.OfRequest(found.RequestId),
            Node = NodeOf(found),
            Status = found.StatusNow,
            Approvals = [.. found.Asked.Select(asked => ApprovalOf(found, asked.Key, asked.Value))],
            Output = found.Output,
            Error = found.Error,
            Why = found.Why,
            Branch = Branch,
        }
        : null;

    private static PendingApproval ApprovalOf(RunState run, int step, AskedApproval asked)
    {
        var call = run.Open[step]!;
        return new PendingApproval(run.QuestionAt(step).ToString(), call.Tool, call.Arguments, asked.Question, asked.At);
    }
}

public sealed record RunState(long Number, string RequestId, string Input, string Why)
{
    /// <summary>Where it runs or ran; empty while it waits.</summary>
    public string Node { get; init; } = "";

    /// <inheritdoc cref="RunStarted.AgentVersion"/>
    public long? AgentVersion { get; init; }

    public RunStatus Status { get; init; } = RunStatus.Waiting;
    public DateTimeOffset QueuedAt { get; init; }

    /// <summary>Null while it is unfinished.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? Deadline { get; init; }
    public string? TraceParent { get; init; }
    public int ModelCalls { get; init; }
    public int LastStep { get; init; }

    /// <summary>Effects begun and not ended, by step: null for a model call.</summary>
    public ImmutableSortedDictionary<int, ToolRequest?> Open { get; init; } = ImmutableSortedDictionary<int, ToolRequest?>.Empty;

    /// <summary>Of the open calls, those that wait for a person, by step.</summary>
    public ImmutableSortedDictionary<int, AskedApproval> Asked { get; init; } = ImmutableSortedDictionary<int, AskedApproval>.Empty;

    /// <summary>As told: a run with a question to a person waits.</summary>
    [JsonIgnore]
    public RunStatus StatusNow => Asked.IsEmpty ? Status : RunStatus.Waiting;

    /// <summary>Of the open calls, those that a person has allowed since they were asked about last.</summary>
    public ImmutableSortedSet<int> Approved { get; init; } = [];

    /// <summary>Why it is to end, while it has not; null: nobody wants that.</summary>
    public string? CancelReason { get; init; }

    /// <summary>Calls of tools that were cut and may have taken effect, as <c>pay (step 2)</c>.</summary>
    public ImmutableList<string> Doubtful { get; init => field = value ?? []; } = [];

    /// <summary>What people have answered to the questions about a call, by step; the first question's first.</summary>
    public ImmutableSortedDictionary<int, ImmutableArray<bool>> Answers { get; init; } =
        ImmutableSortedDictionary<int, ImmutableArray<bool>>.Empty;

    public string Output { get; init; } = "";
    public string? Error { get; init; }

    /// <summary>The question about this call that waits for its answer, or else would be asked next.</summary>
    public ApprovalId QuestionAt(int step) => new(step, AnswersAt(step).Length + 1);

    /// <summary>Null: it was not answered, or never asked.</summary>
    public bool? AnswerTo(ApprovalId question) =>
        AnswersAt(question.Step) is var answers && question.Number <= answers.Length ? answers[question.Number - 1] : null;

    /// <summary>Whether a call that is cut now may have taken effect.</summary>
    public bool IsDoubtful(int step) => Open[step] is not null && (!Asked.TryGetValue(step, out var asked) || asked.IsDoubtful);

    /// <summary>Nothing goes on before a person has spoken.</summary>
    public bool WaitsForPerson => !Open.IsEmpty && Open.Count == Asked.Count;

    private ImmutableArray<bool> AnswersAt(int step) => Answers.GetValueOrDefault(step, []);

    public bool IsFinished => Status is RunStatus.Completed or RunStatus.Failed or RunStatus.Cancelled;
}

/// <param name="IsDoubtful">As in <see cref="ApprovalAsked"/>.</param>
public sealed record AskedApproval(string Question, DateTimeOffset At, bool IsDoubtful = false);

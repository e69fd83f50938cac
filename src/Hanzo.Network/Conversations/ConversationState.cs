using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using Hanzo.Network.Agents;
using Hanzo.Network.Memory;
using Hanzo.Network.Partitions;

namespace Hanzo.Network.Conversations;

/// <summary>A session's state, made of its events only.</summary>
public sealed record ConversationState(SessionId Session)
{
    /// <summary>The writer of the last <see cref="SessionOpened"/>; empty before the first.</summary>
    public string Writer { get; init; } = "";

    public string Node { get; init; } = "";

    /// <summary>How the session came to its end; null: it may go on. Nothing is said of it in a snapshot.</summary>
    [JsonIgnore]
    public SessionDeleted? Deleted { get; init; }

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

    /// <summary>When to send <see cref="ExpireRuns"/>; null: no unfinished run has a deadline, nor a question of one.</summary>
    public DateTimeOffset? NextDeadline => Unfinished.Min(run => run.NextDeadline);

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
            Usage = found.Used == RunUsage.None ? null : found.Used,
            Asks = AsksOf(found),
        }
        : null;

    private static ImmutableList<AskedRun>? AsksOf(RunState run)
    {
        var begun = run.Children.Where(child => child.Value.Run is not null);
        ImmutableList<AskedRun> asks = [.. begun.Select(child => new AskedRun(child.Key, RunId.Parse(child.Value.Run!)))];
        return asks.IsEmpty ? null : asks;
    }

    private static PendingApproval ApprovalOf(RunState run, int step, AskedApproval asked)
    {
        var call = run.Open[step]!;
        // All that one run waits for goes into one message.
        var most = ConversationLimits.MaxTextBytes / (3 * run.Asked.Count);
        var (arguments, question) = (TextLimit.CutToBytes(call.Arguments, most), TextLimit.CutToBytes(asked.Question, most));
        return new PendingApproval(run.QuestionAt(step).ToString(), call.Tool, arguments, question, asked.At)
        {
            WantsWords = asked.WantsWords, Deadline = asked.Deadline,
        };
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

    /// <summary>Of its request; null: none.</summary>
    public RunLimits? Limits { get; init; }

    /// <summary>Of its own agent's model, for its own turns.</summary>
    public int ModelCalls { get; init; }

    /// <summary>All that has been used so far; calls under way count, what they take does not yet.</summary>
    public RunUsage Used { get; init => field = value ?? RunUsage.None; } = RunUsage.None;

    /// <inheritdoc cref="ModelCalled.MaxOutput"/>
    public int? MaxOutput { get; init; }

    public int LastStep { get; init; }

    /// <summary>Entries that the call of a model under way makes a summary of; null: it is a turn of the run, or there is none.</summary>
    public int? Summarizes { get; init; }

    /// <summary>What the open call wants of the agent's memory; null: there is no such call.</summary>
    public MemoryStep? Memory { get; init; }

    /// <summary>What it was reminded of, while it has not ended; null: the memory was not asked yet.</summary>
    public ImmutableList<RecalledMemory>? Recalled { get; init; }

    /// <summary>Its answer, while it is being remembered; null: there is none yet.</summary>
    public string? Answer { get; init; }

    /// <inheritdoc cref="RunRequest.User"/>
    public string? User { get; init; }

    /// <inheritdoc cref="RunOrigin.Call"/>
    public string? Parent { get; init; }

    /// <inheritdoc cref="RunOrigin.Depth"/>
    public int Depth { get; init; }

    /// <summary>Of the open calls, those that wait for the run of another agent, by step.</summary>
    public ImmutableSortedDictionary<int, ChildRun> Children { get; init => field = value ?? NoChildren; } = NoChildren;

    /// <summary>What the agent has answered that the run was handed to; null: none has.</summary>
    public string? HandedOff { get; init; }

    /// <summary>Effects begun and not ended, by step: null for a model call.</summary>
    public ImmutableSortedDictionary<int, ToolRequest?> Open { get; init; } = ImmutableSortedDictionary<int, ToolRequest?>.Empty;

    /// <summary>Of the open calls, those that wait for a person, by step.</summary>
    public ImmutableSortedDictionary<int, AskedApproval> Asked { get; init; } = ImmutableSortedDictionary<int, AskedApproval>.Empty;

    private static readonly ImmutableSortedDictionary<int, ChildRun> NoChildren = ImmutableSortedDictionary<int, ChildRun>.Empty;

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

    /// <summary>Marks of the words that were answered to questions, by step, which tell one answer from another; null: none.</summary>
    public ImmutableSortedDictionary<int, string>? Said { get; init; }

    internal ImmutableSortedDictionary<int, string> SaidOrNone => Said ?? ImmutableSortedDictionary<int, string>.Empty;

    public string Output { get; init; } = "";
    public string? Error { get; init; }

    /// <summary>When the run ends, or a question of it is answered, without anybody else; null: never.</summary>
    [JsonIgnore]
    public DateTimeOffset? NextDeadline =>
        Overdue(DateTimeOffset.MaxValue).Select(asked => asked.Value.Deadline?.At).Append(Deadline).Min();

    /// <summary>Questions whose time has passed by then, by step.</summary>
    public IEnumerable<KeyValuePair<int, AskedApproval>> Overdue(DateTimeOffset now) =>
        CancelReason is null ? Asked.Where(asked => asked.Value.Deadline?.At <= now) : [];

    /// <summary>The question about this call that waits for its answer, or else would be asked next.</summary>
    public ApprovalId QuestionAt(int step) => new(step, AnswersAt(step).Length + 1);

    /// <summary>Whether this is what the question was answered with.</summary>
    public bool WasAnswered(AnswerApproval answer)
    {
        var (answers, question) = (AnswersAt(answer.Approval.Step), answer.Approval);
        return question.Number <= answers.Length && answers[question.Number - 1] == answer.Approved
            && (answer.Words is null || MarkOf(answer.Words) == SaidOrNone.GetValueOrDefault(question.Step));
    }

    internal static string MarkOf(string words) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(words)).AsSpan(0, 16));

    /// <summary>Whether a call that is cut now may have taken effect.</summary>
    public bool IsDoubtful(int step) => Open[step] is not null && (!Asked.TryGetValue(step, out var asked) || asked.IsDoubtful);

    /// <summary>Nothing goes on before a person has spoken.</summary>
    public bool WaitsForPerson => !Open.IsEmpty && Open.Count == Asked.Count;

    private ImmutableArray<bool> AnswersAt(int step) => Answers.GetValueOrDefault(step, []);

    public bool IsFinished => Status.HasEnded();
}

/// <param name="IsDoubtful">As in <see cref="ApprovalAsked"/>.</param>
public sealed record AskedApproval(string Question, DateTimeOffset At, bool IsDoubtful = false)
{
    /// <inheritdoc cref="ApprovalAsked.WantsWords"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WantsWords { get; init; }

    /// <inheritdoc cref="ApprovalAsked.Deadline"/>
    public AnswerDeadline? Deadline { get; init; }
}

using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>Body of <c>POST /v1/runs</c>.</summary>
internal sealed record RunRequestBody
{
    public string? Input { get; init; }

    /// <summary>Null or <c>auto</c>: the router picks.</summary>
    public string? Agent { get; init; }

    public string? Session { get; init; }
    public string? RunId { get; init; }

    /// <summary><c>capability</c>, <c>least_loaded</c>, <c>round_robin</c> or <c>random</c>.</summary>
    public string? Placement { get; init; }

    /// <summary>Gives a new session a slot of its own.</summary>
    public bool Dedicated { get; init; }

    /// <summary>Null: those of the agent alone.</summary>
    public LimitsBody? Limits { get; init; }

    /// <summary>For whom it is, to an agent that remembers; null: nobody in particular.</summary>
    public string? User { get; init; }

    /// <summary>False: answer as soon as the run is recorded.</summary>
    public bool Wait { get; init; } = true;
}

/// <param name="Status"><c>running</c>, <c>waiting</c>, <c>completed</c>, <c>failed</c> or <c>cancelled</c>.</param>
internal sealed record RunBody(
    string RunId, string Session, string Agent, string Node, string Status, string Output, string? Error, string Why)
{
    /// <summary>Calls of tools that wait for a person's word, or for the answer to their question.</summary>
    public ImmutableArray<ApprovalBody> Approvals { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Null: its session was not opened on a node that was cut off.</summary>
    public BranchBody? Branch { get; init; }

    /// <summary>So far; null: nothing yet.</summary>
    public UsageBody? Usage { get; init; }

    /// <summary>Its caller's, where that chose one.</summary>
    public static string IdOf(RunResult run) => run.GivenId ?? run.Id.ToString();

    public static RunBody From(RunResult run) => new(
        IdOf(run), run.Session.ToString(), run.Agent.Value, run.Node, ApiNames.Of(run.Status), run.Output, run.Error, run.Why)
    {
        Approvals = [.. run.Approvals.Select(ApprovalBody.From)],
        Usage = run.Usage is { } usage ? UsageBody.From(usage) : null,
        Branch = run.Branch is { } branch ? BranchBody.From(branch) : null,
    };
}

/// <param name="Arguments">JSON, as the model gave them.</param>
/// <param name="Question">Why a person is asked.</param>
internal sealed record ApprovalBody(string Id, string Tool, string Arguments, string Question, DateTimeOffset AskedAt)
{
    /// <summary><c>words</c>, or <c>yes_or_no</c>.</summary>
    public string Wants { get; init; } = "yes_or_no";

    /// <summary>When it is answered without anybody; null: never.</summary>
    public DateTimeOffset? Deadline { get; init; }

    /// <summary>Null: it has no deadline.</summary>
    public AnswerBody? Otherwise { get; init; }

    /// <summary>The run of another agent that asks; null: the run itself.</summary>
    public string? Run { get; init; }

    public static ApprovalBody From(PendingApproval asked) => new(asked.Id, asked.Tool, asked.Arguments, asked.Question, asked.AskedAt)
    {
        Wants = asked.WantsWords ? "words" : "yes_or_no",
        Run = asked.Run?.ToString(),
        Deadline = asked.Deadline?.At,
        Otherwise = asked.Deadline is { } deadline ? new AnswerBody(deadline.Approved, null) { Answer = deadline.Words } : null,
    };
}

/// <summary>Body of <c>POST /v1/runs/{id}/approvals/{id}</c>.</summary>
internal sealed record AnswerBody(bool Approved, string? Reason)
{
    /// <summary>To a question that wants words.</summary>
    public string? Answer { get; init; }
}

/// <summary>Body of <c>POST /v1/runs/{id}/cancel</c>.</summary>
internal sealed record CancelBody(string? Reason);

/// <summary>Data of one server-sent event of a run.</summary>
/// <param name="RunId">As in <see cref="RunBody"/>.</param>
internal sealed record RunEventBody(string Type, string RunId, long? Sequence, DateTimeOffset At, JsonObject Data)
{
    public static RunEventBody From(RunEvent e, string runId) => new(e.Type, runId, e.Sequence, e.At, e.Data);
}

/// <summary>One line of the live page's list of runs.</summary>
internal sealed record RunNoteBody(
    string RunId,
    string Agent,
    string Node,
    string Status,
    string Why,
    string Input,
    string Output,
    DateTimeOffset StartedAt,
    double? DurationMs)
{
    public static RunNoteBody From(RunNote note) => new(
        note.Run.ToString(),
        note.Agent.Value,
        note.Node,
        ApiNames.Of(note.Status),
        note.Why,
        note.Input,
        note.Output,
        note.StartedAt,
        note.Duration?.TotalMilliseconds);
}

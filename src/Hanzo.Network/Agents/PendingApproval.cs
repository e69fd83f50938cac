using System.Text.Json.Serialization;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Agents;

/// <summary>A call of a tool that waits for a person's word, be it a yes or no, or the answer to its question.</summary>
/// <param name="Id">
/// An <see cref="ApprovalId"/>: names the question among those of its run. With the number of a call and a colon before it, as in
/// <c>3:2</c>, it is one of the run that this call waits for.
/// </param>
/// <param name="Arguments">JSON, as the model gave them; beyond 74 KiB, less where a run waits for several, only their beginning.</param>
/// <param name="Question">Why a person is asked.</param>
public sealed record PendingApproval(string Id, string Tool, string Arguments, string Question, DateTimeOffset AskedAt)
{
    /// <inheritdoc cref="ApprovalAsked.WantsWords"/>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool WantsWords { get; init; }

    /// <summary>The run of another agent that asks; null: the run itself that is told of.</summary>
    public RunId? Run { get; init; }

    /// <summary>Null: it waits for as long as its run may.</summary>
    public AnswerDeadline? Deadline { get; init; }
}

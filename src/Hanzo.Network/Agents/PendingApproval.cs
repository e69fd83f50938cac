namespace Hanzo.Network.Agents;

/// <summary>A call of a tool that waits for a person's word.</summary>
/// <param name="Id">An <see cref="ApprovalId"/>: names the question among those of its run.</param>
/// <param name="Arguments">JSON, as the model gave them.</param>
/// <param name="Question">Why a person is asked.</param>
public sealed record PendingApproval(string Id, string Tool, string Arguments, string Question, DateTimeOffset AskedAt);

using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.Node.Api;

namespace Hanzo.Network.Node.Completions;

/// <summary>
/// A request as a run: the last message is what is asked, those before it are the history of a new session, and what the system is told
/// stands beside the agent's instructions.
/// </summary>
internal static class AgentQuestion
{
    /// <summary>Of what is too long for any agent.</summary>
    public const string TooLongCode = "context_length_exceeded";

    /// <param name="session">That goes on; null: a new one.</param>
    /// <exception cref="ApiException">No agent can be asked this; the field is named.</exception>
    public static RunRequest Of(CompletionRequest request, SessionId? session = null)
    {
        if (request.OnlyForModels is [var field, ..])
            throw ApiException.BadField(
                field,
                "unsupported_parameter",
                $"'{field}' is not supported: '{request.Model}' is an agent, which has its own tools and form.");
        if (request.Messages[^1] is not { Role: SaidRoles.User } asked)
            throw Wrong(request, "The last message must be one of role 'user': it is what the agent is asked.");
        for (var i = 0; i < request.Messages.Length; i++)
            if (request.Messages[i] is { Role: SaidRoles.Tool } or { Calls.IsEmpty: false })
                throw Wrong(
                    request, $"{request.MessagesField}[{i}] is about calls of tools: '{request.Model}' is an agent, which calls its own.");
        if (string.IsNullOrWhiteSpace(asked.Text)) throw Wrong(request, "The last message is empty.");

        var run = new RunRequest(asked.Text)
        {
            Agent = request.Model, Session = session, User = request.User,
            History = [.. Instructions(request.Messages), .. Before(request.Messages)],
        };
        return (RunRequestRules.CheckInput(run.Input) ?? RunRequestRules.CheckHistory(run)) is { } wrong
            ? throw ApiException.BadField(request.MessagesField, TooLongCode, wrong)
            : run;
    }

    private static ApiException Wrong(CompletionRequest request, string what) =>
        ApiException.BadField(request.MessagesField, "invalid_value", what);

    private static ImmutableArray<TranscriptLine> Instructions(ImmutableArray<SaidMessage> messages)
    {
        var told = messages.Where(message => message.Role == SaidRoles.System && !string.IsNullOrWhiteSpace(message.Text))
            .Select(message => message.Text).ToList();
        return told.Count == 0 ? [] : [new TranscriptLine(TranscriptLine.System, string.Join("\n\n", told))];
    }

    private static IEnumerable<TranscriptLine> Before(ImmutableArray<SaidMessage> messages) => messages
        .Take(messages.Length - 1)
        .Where(message => message.Role is SaidRoles.User or SaidRoles.Assistant && message.Text.Length > 0)
        .Select(message => new TranscriptLine(message.Role, message.Text));
}

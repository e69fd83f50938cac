using System.Collections.Immutable;
using Hanzo.Network.Conversations;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Node.Completions;

/// <summary>What somebody asks a model, or an agent as if it were one.</summary>
/// <param name="Model">An agent, <c>auto</c>, or a model.</param>
/// <param name="Messages">At least one.</param>
internal sealed record CompletionRequest(string Model, ImmutableArray<SaidMessage> Messages)
{
    /// <summary>What the client calls the messages, for errors.</summary>
    public string MessagesField { get; init; } = "messages";

    /// <summary>For whom it is, to an agent that remembers; null: nobody in particular.</summary>
    public string? User { get; init; }

    public bool Stream { get; init; }

    /// <summary>The last chunk of a stream tells what was used.</summary>
    public bool IncludeUsage { get; init; }

    /// <summary>For models; agents go by their own definition.</summary>
    public ChatOptions Options { get; init; } = new();

    /// <summary>Fields that only models can follow: an agent that is asked with them would give another answer than is wanted.</summary>
    public ImmutableArray<string> OnlyForModels { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>The messages as a chat client takes them.</summary>
    public List<ChatMessage> ToChat() => [.. Messages.Select(ToChat)];

    private static ChatMessage ToChat(SaidMessage said)
    {
        if (said.CallId is { } call) return new ChatMessage(ChatRole.Tool, [new FunctionResultContent(call, said.Text)]);
        var message = new ChatMessage(new ChatRole(said.Role), said.Text);
        foreach (var asked in said.Calls) message.Contents.Add(Models.RawArguments.NewCall(asked.CallId, asked.Tool, asked.Arguments));
        return message;
    }
}

using System.Collections.Immutable;
using System.Text.Json;
using Hanzo.Network.Agents;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Conversations;

/// <summary>A transcript as a chat client takes it.</summary>
internal static class ChatMessages
{
    public static List<ChatMessage> From(Agent agent, ImmutableList<TranscriptEntry> transcript)
    {
        var messages = new List<ChatMessage>(transcript.Count + 1);
        if (agent.Instructions.Length > 0) messages.Add(new ChatMessage(ChatRole.System, agent.Instructions));
        foreach (var entry in transcript) messages.Add(From(entry));
        return messages;
    }

    private static ChatMessage From(TranscriptEntry entry) => entry switch
    {
        UserEntry user => new ChatMessage(ChatRole.User, user.Text),
        AssistantEntry assistant => From(assistant),
        ToolEntry tool =>
            new ChatMessage(ChatRole.Tool, [new FunctionResultContent(tool.CallId, tool.Failed ? $"error: {tool.Output}" : tool.Output)]),
        _ => throw new ArgumentException($"'{entry.GetType().Name}' is no chat message.", nameof(entry)),
    };

    private static ChatMessage From(AssistantEntry entry)
    {
        var message = new ChatMessage(ChatRole.Assistant, entry.Text);
        foreach (var call in entry.ToolCalls) message.Contents.Add(new FunctionCallContent(call.CallId, call.Tool, ArgumentsOf(call)));
        return message;
    }

    private static Dictionary<string, object?>? ArgumentsOf(ToolRequest call)
    {
        using var document = JsonDocument.Parse(call.Arguments);
        if (document.RootElement.ValueKind != JsonValueKind.Object) return null;
        var arguments = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var property in document.RootElement.EnumerateObject()) arguments[property.Name] = property.Value.Clone();
        return arguments;
    }
}

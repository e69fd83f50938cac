using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using Sdk = OpenAI.Chat;

namespace Hanzo.Network.Adapters.Models;

/// <summary>Messages as the OpenAI SDK takes them.</summary>
internal static class OpenAIMessages
{
    public static IEnumerable<Sdk.ChatMessage> From(IEnumerable<ChatMessage> messages) => messages.SelectMany(From);

    private static IEnumerable<Sdk.ChatMessage> From(ChatMessage message)
    {
        if (message.Role == ChatRole.System) return [new Sdk.SystemChatMessage(message.Text)];
        if (message.Role == ChatRole.User) return [new Sdk.UserChatMessage(message.Text)];
        if (message.Role == ChatRole.Assistant) return [Assistant(message)];
        if (message.Role == ChatRole.Tool) return message.Contents.OfType<FunctionResultContent>().Select(Result);
        throw new ArgumentException($"a message of the role '{message.Role}' cannot be sent to a model.", nameof(message));
    }

    private static Sdk.AssistantChatMessage Assistant(ChatMessage message)
    {
        var calls = message.Contents.OfType<FunctionCallContent>().Select(call =>
            Sdk.ChatToolCall.CreateFunctionToolCall(call.CallId, call.Name, ArgumentsOf(call))).ToList();
        if (calls.Count == 0) return new Sdk.AssistantChatMessage(message.Text);
        var assistant = new Sdk.AssistantChatMessage(calls);
        if (message.Text.Length > 0) assistant.Content.Add(Sdk.ChatMessageContentPart.CreateTextPart(message.Text));
        return assistant;
    }

    // What was no JSON is not said again: many servers read it, and refuse the whole conversation.
    private static BinaryData ArgumentsOf(FunctionCallContent call) =>
        BinaryData.FromString(ModelJson.Write(call.Arguments ?? new Dictionary<string, object?>()));

    private static Sdk.ToolChatMessage Result(FunctionResultContent result) =>
        new(result.CallId, result.Result as string ?? ModelJson.Write(result.Result));
}

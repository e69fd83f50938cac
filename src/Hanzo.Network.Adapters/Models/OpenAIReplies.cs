using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using Sdk = OpenAI.Chat;

namespace Hanzo.Network.Adapters.Models;

/// <summary>What comes back from the OpenAI SDK, in our words.</summary>
internal static class OpenAIReplies
{
    public static ChatFinishReason FinishOf(Sdk.ChatFinishReason reason) => reason switch
    {
        Sdk.ChatFinishReason.Stop => ChatFinishReason.Stop,
        Sdk.ChatFinishReason.Length => ChatFinishReason.Length,
        Sdk.ChatFinishReason.ContentFilter => ChatFinishReason.ContentFilter,
        Sdk.ChatFinishReason.ToolCalls or Sdk.ChatFinishReason.FunctionCall => ChatFinishReason.ToolCalls,
        _ => new ChatFinishReason(reason.ToString()),
    };

    public static UsageDetails UsageOf(Sdk.ChatTokenUsage usage) => new()
    {
        InputTokenCount = usage.InputTokenCount,
        OutputTokenCount = usage.OutputTokenCount,
        TotalTokenCount = usage.TotalTokenCount,
    };

    /// <summary>A refusal is what the model has to say; the reason for its end tells it from an answer.</summary>
    public static ChatResponse ResponseOf(Sdk.ChatCompletion completion)
    {
        var message = new ChatMessage(ChatRole.Assistant, []);
        foreach (var part in completion.Content)
            if (part.Text is { Length: > 0 } text) message.Contents.Add(new TextContent(text));
        if (completion.Refusal is { Length: > 0 } refusal) message.Contents.Add(new TextContent(refusal));
        var calls = new ToolCallPieces();
        for (var i = 0; i < completion.ToolCalls.Count; i++)
        {
            var call = completion.ToolCalls[i];
            calls.Add(i, call.Id, call.FunctionName, call.FunctionArguments.ToString());
        }

        foreach (var call in calls.Whole()) message.Contents.Add(call);
        return new ChatResponse(message)
        {
            ResponseId = completion.Id,
            ModelId = completion.Model,
            CreatedAt = completion.CreatedAt,
            FinishReason = completion.Refusal is { Length: > 0 } ? ChatFinishReason.ContentFilter : FinishOf(completion.FinishReason),
            Usage = completion.Usage is { } usage ? UsageOf(usage) : null,
        };
    }
}

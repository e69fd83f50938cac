using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using Sdk = OpenAI.Chat;

namespace Hanzo.Network.Adapters.Models;

/// <summary>One streamed reply: text is passed on as it comes, tool calls when they are whole.</summary>
internal sealed class OpenAIStream
{
    private readonly ToolCallPieces _calls = new();
    private ChatFinishReason? _finish;
    private bool _refused;
    private string? _model;
    private string? _id;

    public IEnumerable<ChatResponseUpdate> Take(Sdk.StreamingChatCompletionUpdate update)
    {
        (_model, _id) = (update.Model ?? _model, update.CompletionId ?? _id);
        foreach (var part in update.ContentUpdate)
            if (part.Text is { Length: > 0 } text) yield return New(new TextContent(text));
        if (update.RefusalUpdate is { Length: > 0 } refusal)
        {
            _refused = true;
            yield return New(new TextContent(refusal));
        }

        foreach (var call in update.ToolCallUpdates)
            _calls.Add(call.Index, call.ToolCallId, call.FunctionName, call.FunctionArgumentsUpdate?.ToString());
        if (update.FinishReason is { } finish) _finish = OpenAIReplies.FinishOf(finish);
        if (update.Usage is { } usage) yield return New(new UsageContent(OpenAIReplies.UsageOf(usage)));
    }

    /// <exception cref="ModelException">The stream ended before the reply did.</exception>
    public ChatResponseUpdate End()
    {
        if (_finish is null) throw new ModelException("the stream ended before the reply did.") { IsTransient = true };
        var end = New([.. _calls.Whole()]);
        end.FinishReason = _refused ? ChatFinishReason.ContentFilter : _finish;
        return end;
    }

    private ChatResponseUpdate New(params AIContent[] contents) =>
        new(ChatRole.Assistant, contents) { ModelId = _model, ResponseId = _id };
}

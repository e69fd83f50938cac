using System.Runtime.CompilerServices;
using Hanzo.Network.Text;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>
/// Stands in when no model is configured: picks one tool by words and arguments by schema, answers with its result, and says
/// in every answer that it is offline. The same messages always give the same answer.
/// </summary>
public sealed class OfflineChatClient : IChatClient
{
    public const string ModelName = "offline";
    public const string Signature = "(offline model)";
    private static readonly TimeSpan MaxPause = TimeSpan.FromMinutes(1);
    private readonly TimeSpan _pause;
    private readonly TimeProvider? _time;

    public OfflineChatClient()
    {
    }

    /// <param name="pause">Goes before each word of a streamed answer, as a model takes that thinks; 0 to 1 min.</param>
    public OfflineChatClient(TimeSpan pause, TimeProvider time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(pause, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(pause, MaxPause);
        (_pause, _time) = (pause, time);
    }

    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var answer = Answer([.. messages], [.. (options?.Tools ?? []).OfType<AIFunctionDeclaration>()]);
        var reason = answer.Contents.Any(content => content is FunctionCallContent) ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;
        return Task.FromResult(new ChatResponse(answer) { ModelId = ModelName, FinishReason = reason });
    }

    /// <summary>Text comes word by word.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var response = await GetResponseAsync(messages, options, cancellationToken);
        foreach (var content in response.Messages[0].Contents)
            foreach (var part in content is TextContent text ? Pieces(text.Text) : [content])
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (_time is not null && part is TextContent) await Task.Delay(_pause, _time, cancellationToken);
                yield return new ChatResponseUpdate(ChatRole.Assistant, [part]) { ModelId = ModelName };
            }

        yield return new ChatResponseUpdate(ChatRole.Assistant, []) { ModelId = ModelName, FinishReason = response.FinishReason };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static ChatMessage Answer(List<ChatMessage> messages, List<AIFunctionDeclaration> tools)
    {
        var results = messages.AsEnumerable().Reverse().TakeWhile(message => message.Role == ChatRole.Tool).Reverse()
            .SelectMany(message => message.Contents).OfType<FunctionResultContent>().ToList();
        if (results.Count > 0) return Say(string.Join('\n', results.Select(result => result.Result?.ToString() ?? "")));

        var prompt = messages.LastOrDefault(message => message.Role == ChatRole.User)?.Text ?? "";
        if (ToolChoice.Best(prompt, tools) is { } choice)
            return new ChatMessage(ChatRole.Assistant, [new FunctionCallContent("call_1", choice.Tool.Name, choice.Arguments)]);
        var names = string.Join(", ", tools.Select(tool => tool.Name));
        return Say(tools.Count == 0
            ? "No model is configured and this agent has no tools, so there is no answer."
            : $"No model is configured, and none of this agent's tools fits the request: {names}.");
    }

    private static ChatMessage Say(string text) => new(ChatRole.Assistant, $"{text}\n{Signature}");

    private static IEnumerable<AIContent> Pieces(string text)
    {
        var start = 0;
        for (var i = 1; i <= text.Length; i++)
        {
            if (i < text.Length && (text[i - 1] is not (' ' or '\n') || text[i] is ' ' or '\n')) continue;
            yield return new TextContent(text[start..i]);
            start = i;
        }
    }
}

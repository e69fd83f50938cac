using System.Globalization;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Kills.Nodes;

/// <summary>Calls the tools of <see cref="WorkAgent"/> in their order, then tells the results word by word.</summary>
internal sealed class WorkModel : IChatClient
{
    private static readonly TimeSpan Thinks = TimeSpan.FromMilliseconds(60);
    private static readonly TimeSpan WordPause = TimeSpan.FromMilliseconds(20);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        await Task.Delay(Thinks, cancellationToken);
        return new ChatResponse(Reply([.. messages])) { ModelId = WorkAgent.Name };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Delay(Thinks, cancellationToken);
        foreach (var content in Reply([.. messages]).Contents)
        {
            if (content is not TextContent text)
            {
                yield return Update(content);
                continue;
            }

            foreach (var word in text.Text.Split(' '))
            {
                await Task.Delay(WordPause, cancellationToken);
                yield return Update(new TextContent($"{word} "));
            }
        }
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static ChatResponseUpdate Update(AIContent content) => new(ChatRole.Assistant, [content]) { ModelId = WorkAgent.Name };

    private static ChatMessage Reply(ChatMessage[] messages)
    {
        var round = messages.Count(message => message.Role == ChatRole.Assistant);
        if (round < WorkAgent.ToolNames.Length)
            return new ChatMessage(
                ChatRole.Assistant, [new FunctionCallContent(round.ToString(CultureInfo.InvariantCulture), WorkAgent.ToolNames[round])]);
        var results = messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>()
            .Select(result => $"{result.Result}").ToArray();
        return new ChatMessage(
            ChatRole.Assistant, string.Create(CultureInfo.InvariantCulture, $"{results.Length} results: {string.Join(", ", results)}"));
    }
}

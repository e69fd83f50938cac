using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.InProcess;

/// <summary>The model of an agent that asks and of one that helps, told apart by their instructions.</summary>
internal sealed class TwoMinds : IChatClient
{
    private readonly string _asks;
    private readonly Func<string, Task<string>> _helps;

    public TwoMinds(string asks, Func<string, string> helps) => (_asks, _helps) = (asks, said => Task.FromResult(helps(said)));

    public TwoMinds(string asks, TaskCompletionSource<string> held) => (_asks, _helps) = (asks, _ => held.Task);

    /// <summary>The helper's model has been asked.</summary>
    public TaskCompletionSource Helping { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>What the first call of the asking agent's model was told of tools.</summary>
    public IList<AITool> Told { get; private set; } = [];

    /// <summary>What users said to the helper.</summary>
    public List<string> Heard { get; } = [];

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var all = messages.ToList();
        var said = all.Last(message => message.Role == ChatRole.User).Text;
        if (all[0].Text == "helper")
        {
            Heard.AddRange(all.Where(message => message.Role == ChatRole.User).Select(message => message.Text));
            Helping.TrySetResult();
            return Answer(new TextContent(await _helps(said).WaitAsync(cancellationToken)));
        }

        if (all[^1].Contents.OfType<FunctionResultContent>().FirstOrDefault() is { } result)
            return Answer(new TextContent($"boss: {result.Result}"));
        Told = options!.Tools!;
        return Answer(new FunctionCallContent("c", _asks, new Dictionary<string, object?> { ["input"] = said }));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
    }

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }

    private static ChatResponse Answer(AIContent content) => new(new ChatMessage(ChatRole.Assistant, [content]));
}

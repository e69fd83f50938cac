using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests;

/// <summary>A model that does what a test says, call by call; the last step repeats.</summary>
internal sealed class ScriptedChatClient(params Func<IReadOnlyList<ChatMessage>, CancellationToken, Task<ChatMessage>>[] steps)
    : IChatClient
{
    private int _calls;

    public int Calls => Volatile.Read(ref _calls);

    public List<IReadOnlyList<ChatMessage>> Seen { get; } = [];

    /// <summary>Of the last call.</summary>
    public ChatOptions? Options { get; private set; }

    public static ScriptedChatClient Saying(params string[] answers) => new([.. answers.Select(Step)]);

    public static ChatMessage Say(string text) => new(ChatRole.Assistant, text);

    public static ChatMessage Call(params (string Tool, string Argument, object? Value)[] calls) =>
        new(ChatRole.Assistant, [.. calls.Select(call => Call(call.Tool, new() { [call.Argument] = call.Value }))]);

    /// <summary>Answers when the test says so.</summary>
    public static ScriptedChatClient Held(TaskCompletionSource<ChatMessage> answer) =>
        new((_, cancellation) => answer.Task.WaitAsync(cancellation));

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        IReadOnlyList<ChatMessage> seen = [.. messages];
        lock (Seen) Seen.Add(seen);
        Options = options;
        var step = steps[Math.Min(Interlocked.Increment(ref _calls), steps.Length) - 1];
        return new ChatResponse(
            await step(seen, cancellationToken)) { Usage = new UsageDetails { InputTokenCount = 10, OutputTokenCount = 3 } };
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
    }

    private static FunctionCallContent Call(string tool, Dictionary<string, object?> arguments) => new("same", tool, arguments);

    private static Func<IReadOnlyList<ChatMessage>, CancellationToken, Task<ChatMessage>> Step(string answer) =>
        (_, _) => Task.FromResult(Say(answer));

    public object? GetService(Type serviceType, object? serviceKey = null) => null;

    public void Dispose()
    {
    }
}

using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Testing;

/// <summary>
/// A model that does what a test says, call by call, and remembers what it was asked. A call beyond its script fails, unless
/// <see cref="RepeatsLast"/>.
/// </summary>
public sealed class ScriptedChatClient(params IEnumerable<ScriptedReply> replies) : IChatClient
{
    public const string ModelName = "scripted";

    /// <summary>Calls that are remembered; further ones are answered, but not remembered.</summary>
    public const int MaxRemembered = 10_000;

    private readonly ImmutableArray<ScriptedReply> _replies = [.. replies];
    private ImmutableList<ScriptedCall> _calls = [];
    private int _asked;

    /// <summary>By which delays pass.</summary>
    public TimeProvider Time { get; init; } = TimeProvider.System;

    /// <summary>The last reply of the script is that of all further calls.</summary>
    public bool RepeatsLast { get; init; }

    /// <summary>Goes before each piece of a streamed text but the first.</summary>
    public TimeSpan PieceDelay { get; init; }

    /// <summary>What each reply says it has used; null: nothing.</summary>
    public UsageDetails? Usage { get; init; } = new() { InputTokenCount = 10, OutputTokenCount = 3, TotalTokenCount = 13 };

    /// <summary>What it was asked so far.</summary>
    public IReadOnlyList<ScriptedCall> Calls => Volatile.Read(ref _calls);

    /// <summary>Says these texts, one a call; the last one again and again.</summary>
    public static ScriptedChatClient Saying(params IEnumerable<string> texts) =>
        new(texts.Select(ScriptedReply.Say)) { RepeatsLast = true };

    /// <summary>Decides each reply by what it is asked.</summary>
    public static ScriptedChatClient Deciding(Func<ScriptedCall, ScriptedReply> decide) =>
        new(ScriptedReply.From(decide)) { RepeatsLast = true };

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var contents = await DecideAsync(messages, options, cancellationToken);
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, [.. contents]))
        {
            ModelId = ModelName, FinishReason = FinishOf(contents), Usage = Usage,
        };
    }

    /// <summary>Texts come word by word.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var contents = await DecideAsync(messages, options, cancellationToken);
        var isFirst = true;
        foreach (var piece in contents.SelectMany(Pieces))
        {
            if (!isFirst && PieceDelay > TimeSpan.Zero) await Task.Delay(PieceDelay, Time, cancellationToken);
            isFirst = false;
            yield return new ChatResponseUpdate(ChatRole.Assistant, [piece]) { ModelId = ModelName };
        }

        List<AIContent> end = Usage is null ? [] : [new UsageContent(Usage)];
        yield return new ChatResponseUpdate(ChatRole.Assistant, end) { ModelId = ModelName, FinishReason = FinishOf(contents) };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private async Task<ImmutableArray<AIContent>> DecideAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellation)
    {
        var call = new ScriptedCall(Interlocked.Increment(ref _asked), [.. messages], options, cancellation);
        ImmutableInterlocked.Update(ref _calls, calls => calls.Count < MaxRemembered ? calls.Add(call) : calls);
        if (call.Number > _replies.Length && (!RepeatsLast || _replies.IsEmpty))
            throw new InvalidOperationException(
                $"the script has {_replies.Length} replies, and this is call {call.Number}; it ends with '{call.LastText}'.");

        var reply = _replies[Math.Min(call.Number, _replies.Length) - 1];
        while (true)
        {
            cancellation.ThrowIfCancellationRequested();
            if (reply.Delay > TimeSpan.Zero) await Task.Delay(reply.Delay, Time, cancellation);
            switch (reply)
            {
                case ScriptedReply.Contents contents: return contents.All;
                case ScriptedReply.Failure failure: throw failure.Error;
                case ScriptedReply.Decision decision:
                    reply = await decision.Decide(call);
                    break;
            }
        }
    }

    private static ChatFinishReason FinishOf(ImmutableArray<AIContent> contents) =>
        contents.Any(content => content is FunctionCallContent) ? ChatFinishReason.ToolCalls : ChatFinishReason.Stop;

    private static IEnumerable<AIContent> Pieces(AIContent content)
    {
        if (content is not TextContent { Text: var text })
        {
            yield return content;
            yield break;
        }

        for (var start = 0; start < text.Length;)
        {
            var space = text.IndexOf(' ', start);
            var end = space < 0 ? text.Length : space + 1;
            yield return new TextContent(text[start..end]);
            start = end;
        }
    }
}

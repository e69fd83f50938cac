using System.Runtime.CompilerServices;
using Hanzo.Network.Conversations;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.World;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Simulation.Work;

/// <summary>A model outside the network that answers by <see cref="Script"/>, after a time; faults slow it and make it fail.</summary>
public sealed class ScriptedChatClient(WorkPlace place, EffectWeather weather, ulong seed) : IChatClient
{
    public const string ModelName = "scripted";

    /// <summary>Pieces that a streamed answer comes in.</summary>
    private const int Pieces = 3;

    private static readonly TimeRange Usual = TimeRange.Seconds(0.3, 4);
    private static readonly TimeRange Rare = TimeRange.Seconds(8, 20);
    private readonly CallDice _dice = new(seed);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var call = Begin(options);
        var reply = await FinishAsync(call, call.Takes, messages, options, cancellationToken);
        var message = new ChatMessage(ChatRole.Assistant, reply.Text);
        foreach (var wanted in reply.Calls) message.Contents.Add(wanted);
        return new ChatResponse(message) { ModelId = ModelName, FinishReason = ReasonOf(reply) };
    }

    /// <summary>The text comes in pieces; tool calls at the end.</summary>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var call = Begin(options);
        var text = Script.Next(messages, NamesOf(options)).Text;
        var length = text.Length / Pieces;
        for (var piece = 0; piece < Pieces - 1 && length > 0; piece++)
        {
            await WaitAsync(call, call.Takes / Pieces, cancellationToken);
            yield return new ChatResponseUpdate(ChatRole.Assistant, text.Substring(piece * length, length)) { ModelId = ModelName };
        }

        var sent = length * (Pieces - 1);
        var reply = await FinishAsync(call, length > 0 ? call.Takes / Pieces : call.Takes, messages, options, cancellationToken);
        yield return new ChatResponseUpdate(ChatRole.Assistant, [.. reply.Calls, new TextContent(text[sent..])])
        {
            ModelId = ModelName, FinishReason = ReasonOf(reply),
        };
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }

    private static ChatFinishReason ReasonOf(ScriptedReply reply) =>
        reply.Calls.IsEmpty ? ChatFinishReason.Stop : ChatFinishReason.ToolCalls;

    private static string[] NamesOf(ChatOptions? options) => [.. (options?.Tools ?? []).Select(tool => tool.Name)];

    private Call Begin(ChatOptions? options)
    {
        var key = options?.AdditionalProperties?[CallEffect.KeyName] as string
            ?? throw new ArgumentException($"the options carry no '{CallEffect.KeyName}'.", nameof(options));
        var random = _dice.For(key);
        place.Started(key, Policies.Model);
        return new Call(key, CallDice.Time(random, Usual, Rare, rarity: 20) + weather.ModelDelay, random.Chance(weather.ModelFailure));
    }

    private async Task<ScriptedReply> FinishAsync(
        Call call, TimeSpan takes, IEnumerable<ChatMessage> messages, ChatOptions? options, CancellationToken cancellation)
    {
        await WaitAsync(call, takes, cancellation);
        place.Ended(call.Key, call.Fails ? EffectEnd.Failed : EffectEnd.Done);
        return call.Fails ? throw new HttpRequestException("the model is overloaded.") : Script.Next(messages, NamesOf(options));
    }

    private async Task WaitAsync(Call call, TimeSpan takes, CancellationToken cancellation)
    {
        try
        {
            await Task.Delay(takes, place.World, cancellation);
        }
        catch (OperationCanceledException)
        {
            place.Ended(call.Key, EffectEnd.Cut);
            throw;
        }
    }

    private sealed record Call(string Key, TimeSpan Takes, bool Fails);
}

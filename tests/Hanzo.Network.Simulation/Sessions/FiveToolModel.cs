using System.Globalization;
using System.Runtime.CompilerServices;
using Hanzo.Network.Conversations;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Work;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Simulation.Tests.Sessions;

/// <summary>Calls five tools, one after the other, then tells their results.</summary>
/// <param name="reply">What it says instead.</param>
internal sealed class FiveToolModel(WorkPlace place, Func<ChatMessage[], ChatOptions, ChatMessage>? reply = null) : IChatClient
{
    private static readonly TimeSpan Thinks = TimeSpan.FromMilliseconds(300);

    public async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var key = (string)options!.AdditionalProperties![CallEffect.KeyName]!;
        place.Started(key, Policies.Model);
        try
        {
            await Task.Delay(Thinks, place.World, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            place.Ended(key, EffectEnd.Cut);
            throw;
        }

        place.Ended(key, EffectEnd.Done);
        var said = reply is null ? Reply([.. messages]) : reply([.. messages], options);
        return new ChatResponse(said) { ModelId = "five" };
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

    private static ChatMessage Reply(ChatMessage[] messages)
    {
        var round = messages.Count(message => message.Role == ChatRole.Assistant);
        if (round < FiveTools.Names.Length)
            return new ChatMessage(
                ChatRole.Assistant, [new FunctionCallContent(round.ToString(CultureInfo.InvariantCulture), FiveTools.Names[round])]);
        var results = messages.SelectMany(message => message.Contents).OfType<FunctionResultContent>().Select(result => $"{result.Result}");
        return new ChatMessage(ChatRole.Assistant, string.Join(", ", results));
    }
}

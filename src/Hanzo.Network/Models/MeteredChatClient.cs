using System.Runtime.CompilerServices;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Models;

/// <summary>Measures how fast the models of one source say their replies.</summary>
/// <param name="source">Its name.</param>
public sealed class MeteredChatClient(IChatClient inner, string source, ModelSpeeds speeds, TimeProvider time) : DelegatingChatClient(inner)
{
    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var started = time.GetTimestamp();
        var response = await base.GetResponseAsync(messages, options, cancellationToken);
        Note(options, response.Usage?.OutputTokenCount ?? 0, time.GetElapsedTime(started));
        return response;
    }

    /// <remarks>Servers that tell no usage send about a token with each piece.</remarks>
    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        long first = 0, last = 0, pieces = 0;
        long? tokens = null;
        await foreach (var update in base.GetStreamingResponseAsync(messages, options, cancellationToken))
        {
            tokens = update.Contents.OfType<UsageContent>().FirstOrDefault()?.Details.OutputTokenCount ?? tokens;
            if (update.Text.Length > 0)
            {
                last = time.GetTimestamp();
                if (pieces++ == 0) first = last;
            }

            yield return update;
        }

        // The first token is not among what was said after the first.
        if (pieces > 1) Note(options, (tokens ?? pieces) - 1, time.GetElapsedTime(first, last));
    }

    private void Note(ChatOptions? options, long tokens, TimeSpan took)
    {
        if (options?.ModelId is { } model) speeds.Note($"{source}:{model}", tokens, took);
    }
}

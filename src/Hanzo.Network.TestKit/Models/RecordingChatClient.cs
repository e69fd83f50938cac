using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Hanzo.Network.Adapters.Files;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Testing;

/// <summary>
/// Asks another client and writes each call with its reply to a file, which <see cref="ReplayingChatClient"/> answers from. Keys and
/// headers are not in it; what was said is. A call that fails is not recorded.
/// </summary>
/// <param name="path">Of the file; one that is there is replaced with the first reply.</param>
public sealed class RecordingChatClient(IChatClient inner, string path) : DelegatingChatClient(inner)
{
    /// <summary>Calls of one recording.</summary>
    public const int MaxExchanges = 10_000;

    /// <summary>Texts stay readable in the file.</summary>
    private static readonly RecordingJson Readable = new(new JsonSerializerOptions(RecordingJson.Default.Options)
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    private readonly Lock _lock = new();
    private readonly SortedDictionary<int, RecordedExchange> _exchanges = [];
    private int _asked;

    public override async Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList();
        var (number, request) = (Interlocked.Increment(ref _asked), Recordings.Of(asked, options));
        var response = await base.GetResponseAsync(asked, options, cancellationToken);
        Keep(number, request, response);
        return response;
    }

    public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var asked = messages.ToList();
        var (number, request) = (Interlocked.Increment(ref _asked), Recordings.Of(asked, options));
        var updates = new List<ChatResponseUpdate>();
        await foreach (var update in base.GetStreamingResponseAsync(asked, options, cancellationToken))
        {
            updates.Add(update);
            yield return update;
        }

        Keep(number, request, updates.ToChatResponse());
    }

    /// <summary>In the order of the questions, whichever answer was there first.</summary>
    private void Keep(int number, RecordedRequest request, ChatResponse response)
    {
        lock (_lock)
        {
            if (_exchanges.Count == MaxExchanges)
                throw new InvalidOperationException($"a recording holds {MaxExchanges} calls at most.");
            _exchanges.Add(number, new RecordedExchange(request, Recordings.Of(response)));
            var recording = new Recording(Recording.Current, [.. _exchanges.Values]);
            // Who reads it meanwhile, or after the end of this program, finds a whole one.
            WholeFile.Write(path, Encoding.UTF8.GetBytes(JsonSerializer.Serialize(recording, Readable.Recording) + "\n"));
        }
    }
}

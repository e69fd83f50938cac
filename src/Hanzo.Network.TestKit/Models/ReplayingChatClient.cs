using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Testing;

/// <summary>
/// Answers from a recording of <see cref="RecordingChatClient"/>, call by call. What it is asked must be what was asked then; else it
/// fails, and says where it differs.
/// </summary>
public sealed class ReplayingChatClient : IChatClient
{
    private readonly string _path;
    private readonly ImmutableArray<RecordedExchange> _exchanges;
    private int _asked;

    private ReplayingChatClient(string path, ImmutableArray<RecordedExchange> exchanges) => (_path, _exchanges) = (path, exchanges);

    /// <summary>Calls of the recording that were not made yet.</summary>
    public int Left => _exchanges.Length - Math.Min(Volatile.Read(ref _asked), _exchanges.Length);

    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="FormatException">It is no recording, or of a newer version.</exception>
    public static ReplayingChatClient Load(string path)
    {
        try
        {
            var recording = JsonSerializer.Deserialize(File.ReadAllText(path), RecordingJson.Default.Recording);
            if (recording is not { Exchanges.IsDefault: false }) throw new FormatException($"'{path}' is no recording of a model.");
            return recording.Version == Recording.Current
                ? new ReplayingChatClient(path, recording.Exchanges)
                : throw new FormatException($"'{path}' is a recording of version {recording.Version}; {Recording.Current} is read.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"'{path}' is no recording of a model: {e.Message}", e);
        }
    }

    /// <exception cref="ReplayException">It was asked something else then, or nothing more.</exception>
    public Task<ChatResponse> GetResponseAsync(
        IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested) return Task.FromCanceled<ChatResponse>(cancellationToken);
        var number = Interlocked.Increment(ref _asked);
        return WhyNot(number, Recordings.Of(messages, options)) is { } why
            ? Task.FromException<ChatResponse>(new ReplayException(number, why))
            : Task.FromResult(Recordings.ToResponse(_exchanges[number - 1].Response));
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
    }

    /// <returns>Null: the recording has an answer.</returns>
    private string? WhyNot(int number, RecordedRequest asked)
    {
        if (number > _exchanges.Length)
        {
            var last = asked.Messages.IsEmpty ? "" : asked.Messages[^1].Text;
            return $"call {number} is not in '{_path}', which holds {_exchanges.Length}; it ends with '{last}'.";
        }

        var difference = Recordings.Difference(_exchanges[number - 1].Request, asked);
        return difference is null ? null : $"call {number} differs from '{_path}' at {difference}.";
    }

    public object? GetService(Type serviceType, object? serviceKey = null) =>
        serviceKey is null && serviceType.IsInstanceOfType(this) ? this : null;

    public void Dispose()
    {
    }
}

/// <summary>A model was asked something else than when it was recorded.</summary>
/// <param name="call">From 1.</param>
public sealed class ReplayException(int call, string message) : Exception(message)
{
    public int Call { get; } = call;
}

using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Testing;

/// <summary>
/// Answers from a recording of <see cref="RecordingChatClient"/>, each call once, in whatever order calls that went side by side come.
/// What it is asked must be what was asked then; else it fails, and says where it differs from the first call that was not made yet.
/// </summary>
public sealed class ReplayingChatClient : IChatClient
{
    private readonly string _path;
    private readonly int _recorded;
    private readonly Lock _lock = new();
    private readonly LinkedList<RecordedExchange> _left;
    private int _asked;

    private ReplayingChatClient(string path, ImmutableArray<RecordedExchange> exchanges) =>
        (_path, _recorded, _left) = (path, exchanges.Length, new LinkedList<RecordedExchange>(exchanges));

    /// <summary>Calls of the recording that were not made yet.</summary>
    public int Left
    {
        get
        {
            lock (_lock) return _left.Count;
        }
    }

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
        var asked = Recordings.Of(messages, options);
        lock (_lock)
        {
            var number = ++_asked;
            if (Find(asked) is not { } found) return Task.FromException<ChatResponse>(new ReplayException(number, WhyNot(number, asked)));
            _left.Remove(found);
            return Task.FromResult(Recordings.ToResponse(found.Value.Response));
        }
    }

    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
        IEnumerable<ChatMessage> messages,
        ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        foreach (var update in (await GetResponseAsync(messages, options, cancellationToken)).ToChatResponseUpdates()) yield return update;
    }

    /// <returns>The first that was asked so and is left.</returns>
    private LinkedListNode<RecordedExchange>? Find(RecordedRequest asked)
    {
        var node = _left.First;
        while (node is not null && Recordings.Difference(node.Value.Request, asked) is not null) node = node.Next;
        return node;
    }

    private string WhyNot(int number, RecordedRequest asked)
    {
        if (_left.First is { } next)
            return $"call {number} differs from '{_path}' at {Recordings.Difference(next.Value.Request, asked)}.";
        var last = asked.Messages.IsEmpty ? "" : asked.Messages[^1].Text;
        return $"call {number} is not in '{_path}', which holds {_recorded}; it ends with '{last}'.";
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

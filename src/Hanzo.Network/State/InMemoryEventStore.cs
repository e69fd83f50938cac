using System.Runtime.CompilerServices;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.State;

/// <summary>
/// A journal as durable as its process. Beyond its bound it forgets whole sessions, the longest unused first; one with a run
/// that has not ended is kept whatever it takes.
/// </summary>
/// <param name="maxBytes">What all streams may take, of payloads and <see cref="EventOverhead"/> each.</param>
public sealed class InMemoryEventStore(TimeProvider time, long maxBytes = InMemoryEventStore.MaxBytes) : IEventStore
{
    /// <summary>Some ten thousand short runs.</summary>
    public const long MaxBytes = 64L * 1024 * 1024;

    /// <summary>Bytes that an event takes besides its payload, roughly.</summary>
    public const int EventOverhead = 128;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Stream> _streams = new(StringComparer.Ordinal);
    private readonly LinkedList<Stream> _idle = [];
    private long _bytes;
    private long _forgotten;

    /// <summary>Streams forgotten so far.</summary>
    public long Forgotten => Interlocked.Read(ref _forgotten);

    public Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_streams.TryGetValue(persistenceId, out var stream)) stream = new Stream(persistenceId);
            var end = stream.Events.Count;
            if (end > expectedSequence) return Task.FromException(new EventStoreConflictException(persistenceId, expectedSequence + 1));
            if (end < expectedSequence) return Task.FromException(Gap(persistenceId, expectedSequence, end));

            var now = time.GetUtcNow();
            foreach (var added in events) Add(stream, added, writer, now);
            if (stream.Events.Count == 0) return Task.CompletedTask;
            _streams[persistenceId] = stream;
            Used(stream);
            ForgetBeyondBound(stream);
        }

        return Task.CompletedTask;
    }

    public async IAsyncEnumerable<StoredEvent> ReadAsync(
        string persistenceId, long fromSequence, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await ValueTask.CompletedTask;
        foreach (var stored in Copy(persistenceId, fromSequence))
        {
            cancellation.ThrowIfCancellationRequested();
            yield return stored;
        }
    }

    public Task<long> HighestAsync(string persistenceId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock) return Task.FromResult(_streams.TryGetValue(persistenceId, out var stream) ? stream.Events.Count : 0L);
    }

    public Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            IReadOnlyList<string> ids =
            [
                .. _streams.Keys.Where(id => string.CompareOrdinal(id, from) >= 0 && string.CompareOrdinal(id, before) < 0)
                    .Order(StringComparer.Ordinal).Take(most),
            ];
            return Task.FromResult(ids);
        }
    }

    private static ArgumentOutOfRangeException Gap(string persistenceId, long expectedSequence, int end) =>
        new(nameof(expectedSequence), expectedSequence, $"'{persistenceId}' ends at {end}; an append must not leave a gap.");

    private StoredEvent[] Copy(string persistenceId, long fromSequence)
    {
        var skip = (int)Math.Max(0, fromSequence - 1);
        lock (_lock)
        {
            if (!_streams.TryGetValue(persistenceId, out var stream)) return [];
            Used(stream);
            return skip < stream.Events.Count ? [.. stream.Events[skip..]] : [];
        }
    }

    private void Add(Stream stream, NewEvent added, string writer, DateTimeOffset now)
    {
        stream.Events.Add(new StoredEvent(stream.Events.Count + 1, added.Manifest, added.Payload.ToArray(), writer, now));
        stream.OpenRuns += ConversationEventCodec.RunsOpenedBy(added.Manifest);
        stream.Bytes += added.Payload.Length + EventOverhead;
        _bytes += added.Payload.Length + EventOverhead;
    }

    /// <summary>The last of those that may be forgotten, or none of them.</summary>
    private void Used(Stream stream)
    {
        if (stream.Place.List is not null) _idle.Remove(stream.Place);
        if (stream.OpenRuns <= 0) _idle.AddLast(stream.Place);
    }

    private void ForgetBeyondBound(Stream present)
    {
        while (_bytes > maxBytes && _idle.First is { } oldest && oldest.Value != present)
        {
            _idle.RemoveFirst();
            _streams.Remove(oldest.Value.Id);
            _bytes -= oldest.Value.Bytes;
            Interlocked.Increment(ref _forgotten);
        }
    }

    private sealed class Stream
    {
        public Stream(string id)
        {
            Id = id;
            Place = new LinkedListNode<Stream>(this);
        }

        public string Id { get; }
        public List<StoredEvent> Events { get; } = [];
        public LinkedListNode<Stream> Place { get; }
        public int OpenRuns { get; set; }
        public long Bytes { get; set; }
    }
}

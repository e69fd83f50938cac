using System.Runtime.CompilerServices;

namespace Hanzo.Network.State;

/// <summary>A journal as durable as its process, and as large as its memory: nothing is ever removed.</summary>
public sealed class InMemoryEventStore(TimeProvider time) : IEventStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, List<StoredEvent>> _streams = new(StringComparer.Ordinal);

    public Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_streams.TryGetValue(persistenceId, out var stream)) stream = [];
            if (stream.Count > expectedSequence)
                return Task.FromException(new EventStoreConflictException(persistenceId, expectedSequence + 1));
            if (stream.Count < expectedSequence)
                return Task.FromException(Gap(persistenceId, expectedSequence, stream.Count));

            var now = time.GetUtcNow();
            foreach (var added in events)
                stream.Add(new StoredEvent(stream.Count + 1, added.Manifest, added.Payload.ToArray(), writer, now));
            if (stream.Count > 0) _streams[persistenceId] = stream;
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
        lock (_lock) return Task.FromResult(_streams.TryGetValue(persistenceId, out var stream) ? stream.Count : 0L);
    }

    private static ArgumentOutOfRangeException Gap(string persistenceId, long expectedSequence, int end) =>
        new(nameof(expectedSequence), expectedSequence, $"'{persistenceId}' ends at {end}; an append must not leave a gap.");

    private StoredEvent[] Copy(string persistenceId, long fromSequence)
    {
        var skip = (int)Math.Max(0, fromSequence - 1);
        lock (_lock) return _streams.TryGetValue(persistenceId, out var stream) && skip < stream.Count ? [.. stream[skip..]] : [];
    }
}

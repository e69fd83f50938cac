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
    private readonly Dictionary<string, InMemoryStream> _streams = new(StringComparer.Ordinal);
    private readonly LinkedList<InMemoryStream> _idle = [];
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
            if (!_streams.TryGetValue(persistenceId, out var stream)) stream = new InMemoryStream(persistenceId);
            var end = stream.End;
            if (end > expectedSequence) return Task.FromException(new EventStoreConflictException(persistenceId, expectedSequence + 1));
            if (end < expectedSequence) return Task.FromException(Gap(persistenceId, expectedSequence, end));

            var now = time.GetUtcNow();
            foreach (var added in events) Add(stream, added, writer, now);
            if (stream.End == 0) return Task.CompletedTask;
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
        lock (_lock) return Task.FromResult(_streams.TryGetValue(persistenceId, out var stream) ? stream.End : 0L);
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

    public Task DeleteAsync(string persistenceId, long toSequence, CancellationToken cancellation) =>
        Change(persistenceId, stream => stream.Delete(toSequence), cancellation);

    public Task ForgetAsync(string persistenceId, long last, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_streams.TryGetValue(persistenceId, out var stream) || stream.End != last) return Task.CompletedTask;
            if (stream.Place.List is not null) _idle.Remove(stream.Place);
            _streams.Remove(persistenceId);
            _bytes -= stream.Bytes;
        }

        return Task.CompletedTask;
    }

    public Task SaveSnapshotAsync(string persistenceId, StoredSnapshot snapshot, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(snapshot.Payload.Length, StoredSnapshot.MaxBytes);
        return Change(persistenceId, stream => stream.Save(snapshot), cancellation);
    }

    public Task<StoredSnapshot?> FindSnapshotAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock) return Task.FromResult(_streams.GetValueOrDefault(persistenceId)?.Find(range));
    }

    public Task DeleteSnapshotsAsync(string persistenceId, SnapshotRange range, CancellationToken cancellation) =>
        Change(persistenceId, stream => stream.Delete(range), cancellation);

    public Task<StoredSize> SizeAsync(string persistenceId, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock) return Task.FromResult(_streams.GetValueOrDefault(persistenceId)?.Size ?? default);
    }

    public Task<long> TotalBytesAsync(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock) return Task.FromResult(_bytes);
    }

    /// <summary>Of a stream that is forgotten there is nothing to change.</summary>
    private Task Change(string persistenceId, Action<InMemoryStream> change, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (!_streams.TryGetValue(persistenceId, out var stream)) return Task.CompletedTask;
            var before = stream.Bytes;
            change(stream);
            _bytes += stream.Bytes - before;
            Used(stream);
            ForgetBeyondBound(stream);
        }

        return Task.CompletedTask;
    }

    private static ArgumentOutOfRangeException Gap(string persistenceId, long expectedSequence, long end) =>
        new(nameof(expectedSequence), expectedSequence, $"'{persistenceId}' ends at {end}; an append must not leave a gap.");

    private StoredEvent[] Copy(string persistenceId, long fromSequence)
    {
        lock (_lock)
        {
            if (!_streams.TryGetValue(persistenceId, out var stream)) return [];
            Used(stream);
            return stream.Copy(fromSequence);
        }
    }

    private void Add(InMemoryStream stream, NewEvent added, string writer, DateTimeOffset now)
    {
        var before = stream.Bytes;
        stream.Add(added, writer, now);
        stream.OpenRuns += ConversationEventCodec.RunsOpenedBy(added.Manifest);
        _bytes += stream.Bytes - before;
    }

    /// <summary>The last of those that may be forgotten, or none of them.</summary>
    private void Used(InMemoryStream stream)
    {
        if (stream.Place.List is not null) _idle.Remove(stream.Place);
        if (stream.OpenRuns <= 0) _idle.AddLast(stream.Place);
    }

    private void ForgetBeyondBound(InMemoryStream present)
    {
        while (_bytes > maxBytes && _idle.First is { } oldest && oldest.Value != present)
        {
            _idle.RemoveFirst();
            _streams.Remove(oldest.Value.Id);
            _bytes -= oldest.Value.Bytes;
            Interlocked.Increment(ref _forgotten);
        }
    }
}

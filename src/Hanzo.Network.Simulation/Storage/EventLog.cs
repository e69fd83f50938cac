using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>
/// The store's process, from one start of its machine to the next: a log on the disk and an index in memory. Appends that come
/// while a sync is under way share the next one.
/// </summary>
internal sealed class EventLog
{
    /// <summary>Writes in one sync.</summary>
    public const int MaxBatch = 256;

    /// <summary>Those that wait for one; further ones are refused.</summary>
    public const int MaxWaiting = 10_000;

    private readonly SimulatedFile _file;
    private readonly EventStoreFlaws _flaws;
    private readonly Action<Append> _stored;
    private readonly EventIndex _index = new();
    private readonly Queue<Waiting> _waiting = new();
    private int _end;
    private bool _writes;
    private bool _dirty;

    private EventLog(SimulatedFile file, EventStoreFlaws flaws, Action<Append> stored) => (_file, _flaws, _stored) = (file, flaws, stored);

    /// <summary>Bytes of the log that are known to be durable.</summary>
    public int End => _end;

    /// <summary>Reads the whole log, cuts off a torn end, and makes sure that the rest is durable before anyone may read it.</summary>
    /// <param name="told">Appends that end up to here have been told to <paramref name="stored"/> before.</param>
    /// <exception cref="IOException">The disk fails.</exception>
    public static async Task<EventLog> RecoverAsync(SimulatedFile file, int told, EventStoreFlaws flaws, Action<Append> stored)
    {
        var log = new EventLog(file, flaws, stored);
        var bytes = await file.ReadAsync();
        var found = new List<Append>();
        while (AppendFormat.Read(bytes, ref log._end) is { } entry)
        {
            log._index.Add(entry);
            if (log._end > told && entry is Append append) found.Add(append);
        }

        if (log._end < bytes.Length) await file.TruncateAsync(log._end);
        await file.SyncAsync();
        foreach (var append in found) stored(append);
        return log;
    }

    /// <exception cref="EventStoreConflictException">The stream has gone on.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The stream has not come so far.</exception>
    /// <exception cref="IOException">The disk fails or is full.</exception>
    public Task WriteAsync(LogEntry entry)
    {
        if (_waiting.Count >= MaxWaiting) throw new IOException($"the journal has {MaxWaiting} writes waiting, the most it takes.");
        var waiting = new Waiting(entry);
        _waiting.Enqueue(waiting);
        if (!_writes) _ = WriteAsync();
        return waiting.Done.Task;
    }

    /// <exception cref="IOException">The disk fails.</exception>
    public async Task<T> ReadAsync<T>(Func<EventIndex, T> read)
    {
        await _file.TouchAsync();
        return read(_index);
    }

    private async Task WriteAsync()
    {
        _writes = true;
        while (_waiting.Count > 0)
        {
            var batch = new AppendBatch(_index, _flaws);
            while (_waiting.Count > 0 && batch.Count < MaxBatch)
            {
                var next = _waiting.Dequeue();
                batch.Take(next.Entry, next.Done);
            }

            try
            {
                await WriteAsync(batch);
                batch.Succeed();
            }
            catch (IOException failure)
            {
                batch.Fail(failure);
            }
        }

        _writes = false;
    }

    private async Task WriteAsync(AppendBatch batch)
    {
        if (batch.IsEmpty) return;
        // Whatever a failed batch has left must go before the next one: nobody was told that it is stored.
        if (_dirty) await _file.TruncateAsync(_end);
        _dirty = true;
        var bytes = batch.Bytes;
        await _file.AppendAsync(bytes);
        if (_flaws.AcknowledgesBeforeSync) batch.Succeed();
        await _file.SyncAsync();
        _dirty = false;
        _end += bytes.Length;
        foreach (var entry in batch.Accepted)
        {
            _index.Add(entry);
            if (entry is Append append) _stored(append);
        }
    }

    private sealed record Waiting(LogEntry Entry)
    {
        public TaskCompletionSource Done { get; } = new();
    }
}

using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Appends that wait for the one writer, in order, within bounds.</summary>
/// <param name="store">For errors.</param>
internal sealed class AppendQueue(string store, int maxWaiting = AppendQueue.MaxWaiting)
{
    /// <summary>Appends that may wait; more are refused.</summary>
    public const int MaxWaiting = 4096;

    /// <summary>What the payloads that wait may take; one append more than that always fits into an empty queue.</summary>
    public const long MaxWaitingBytes = 64L * 1024 * 1024;

    /// <summary>What one transaction takes, so that those who wait behind it are not held up for long.</summary>
    public const int MaxBatchEvents = 1024;

    public const int MaxBatchBytes = 4 * 1024 * 1024;

    private readonly Lock _lock = new();

    /// <summary>At most one signal is pending, however often the writer found something without waiting for it.</summary>
    private readonly SemaphoreSlim _changed = new(0, 1);

    private readonly Queue<PendingAppend> _waiting = new();
    private long _bytes;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_lock) return _waiting.Count;
        }
    }

    /// <exception cref="EventStoreException">The bound is reached, or the store is closed.</exception>
    public void Add(PendingAppend append)
    {
        lock (_lock)
        {
            if (_closed) throw new EventStoreException(store, EventStoreProblem.Closed, "it is closed.");
            if (_waiting.Count >= maxWaiting || (_waiting.Count > 0 && _bytes + append.Bytes > MaxWaitingBytes))
                throw Overloaded(append);
            _waiting.Enqueue(append);
            _bytes += append.Bytes;
            Signal();
        }
    }

    /// <summary>Waits for appends and takes as many as make a batch.</summary>
    /// <returns>False when the queue is closed and empty.</returns>
    public bool Take(List<PendingAppend> batch)
    {
        while (true)
        {
            lock (_lock)
            {
                Fill(batch);
                if (batch.Count > 0) return true;
                if (_closed) return false;
            }

            _changed.Wait();
        }
    }

    public bool IsClosed
    {
        get
        {
            lock (_lock) return _closed;
        }
    }

    /// <summary>What waits is still taken.</summary>
    public void Close()
    {
        lock (_lock)
        {
            _closed = true;
            Signal();
        }
    }

    /// <summary>With the lock held: only <see cref="Take"/>, which looks again afterwards, changes the count meanwhile.</summary>
    private void Signal()
    {
        if (_changed.CurrentCount == 0) _changed.Release();
    }

    private void Fill(List<PendingAppend> batch)
    {
        var (events, bytes) = (0, 0);
        while (_waiting.TryPeek(out var next))
        {
            (events, bytes) = (events + next.Events.Count, bytes + next.Bytes);
            if (batch.Count > 0 && (events > MaxBatchEvents || bytes > MaxBatchBytes)) return;
            _waiting.Dequeue();
            _bytes -= next.Bytes;
            if (next.TryTake()) batch.Add(next);
        }
    }

    private EventStoreException Overloaded(PendingAppend append) => new(
        store,
        EventStoreProblem.Overloaded,
        $"{_waiting.Count} appends with {_bytes} bytes wait to be written, at most {maxWaiting} with {MaxWaitingBytes}; "
            + $"'{append.PersistenceId}' was not stored.");
}

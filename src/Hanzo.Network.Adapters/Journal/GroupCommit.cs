using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>
/// Appends of all sessions, by one thread: what comes while a transaction is being made durable goes into the next one together,
/// so that the price of durability is shared.
/// </summary>
/// <remarks>A thread of its own, because making data durable blocks.</remarks>
internal sealed class GroupCommit : IDisposable
{
    private readonly AppendQueue _queue;
    private readonly Action<List<PendingAppend>> _write;
    private readonly Thread _thread;
    private readonly long[] _batches = new long[AppendQueue.MaxBatchEvents + 1];

    /// <param name="write">
    /// Stores a batch durably, or throws, which is the answer to whatever is not decided by then; what it refuses to store of it
    /// has a <see cref="PendingAppend.Refusal"/> afterwards.
    /// </param>
    public GroupCommit(AppendQueue queue, Action<List<PendingAppend>> write)
    {
        (_queue, _write) = (queue, write);
        _thread = new Thread(Run) { IsBackground = true, Name = "journal" };
        _thread.Start();
    }

    /// <summary>Appends per transaction, at the median of all so far; 0 before the first.</summary>
    public int MedianBatch()
    {
        var left = _batches.Sum() / 2;
        return Array.FindIndex(_batches, count => count > 0 && (left -= count) <= 0) is var found and > 0 ? found : 0;
    }

    public Task AppendAsync(
        string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested) return Task.FromCanceled(cancellation);
        try
        {
            var bytes = AppendLimits.Check(persistenceId, expectedSequence, writer, events);
            var append = new PendingAppend(persistenceId, expectedSequence, writer, events, bytes);
            append.CancelWith(cancellation);
            _queue.Add(append);
            return append.Task;
        }
        catch (Exception e) when (e is EventStoreException or ArgumentException)
        {
            return Task.FromException(e);
        }
    }

    /// <summary>Takes nothing more.</summary>
    public void Close() => _queue.Close();

    /// <summary>Writes what waits, then ends. A store that is found unreachable by then is not tried for each batch again.</summary>
    public void Dispose()
    {
        Close();
        _thread.Join();
    }

    private void Run()
    {
        var batch = new List<PendingAppend>();
        Exception? gone = null;
        while (_queue.Take(batch))
        {
            if (gone is not null) Fail(batch, gone);
            else if (Write(batch) is EventStoreException { Problem: EventStoreProblem.Unreachable } error && _queue.IsClosed) gone = error;
            _batches[Math.Min(batch.Count, _batches.Length - 1)]++;
            batch.Clear();
        }
    }

    /// <returns>What the batch failed with.</returns>
    private Exception? Write(List<PendingAppend> batch)
    {
        try
        {
            _write(batch);
        }
        catch (Exception e)
        {
            Fail(batch, e);
            return e;
        }

        foreach (var append in batch) append.End();
        return null;
    }

    private static void Fail(List<PendingAppend> batch, Exception error)
    {
        foreach (var append in batch)
            if (append.IsDecided) append.End();
            else append.SetException(error);
    }
}

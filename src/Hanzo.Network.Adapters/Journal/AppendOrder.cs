using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Journal;

/// <summary>Appends of one session are made one after the other, in the order in which they came; within the bounds of a queue.</summary>
/// <param name="store">For errors.</param>
internal sealed class AppendOrder(string store)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Task> _last = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting;
    private long _bytes;
    private bool _closed;

    /// <returns>To be disposed when the append has ended, however it has.</returns>
    /// <exception cref="EventStoreException">The bound is reached, or the store is closed.</exception>
    public Turn Enter(string persistenceId, int bytes)
    {
        lock (_lock)
        {
            if (_closed) throw new EventStoreException(store, EventStoreProblem.Closed, "it is closed.");
            if (_waiting >= AppendQueue.MaxWaiting || (_waiting > 0 && _bytes + bytes > AppendQueue.MaxWaitingBytes))
                throw Overloaded(persistenceId);
            var turn = new Turn(this, persistenceId, bytes, _last.GetValueOrDefault(persistenceId, Task.CompletedTask));
            _last[persistenceId] = turn.Task;
            _waiting++;
            _bytes += bytes;
            return turn;
        }
    }

    /// <summary>Takes nothing more.</summary>
    /// <returns>Ends when all that was taken has ended.</returns>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            _closed = true;
            if (_waiting == 0) _idle.TrySetResult();
            return _idle.Task;
        }
    }

    private void Leave(Turn turn)
    {
        lock (_lock)
        {
            if (_last.GetValueOrDefault(turn.PersistenceId) == turn.Task) _last.Remove(turn.PersistenceId);
            _waiting--;
            _bytes -= turn.Bytes;
            if (_closed && _waiting == 0) _idle.TrySetResult();
        }
    }

    private EventStoreException Overloaded(string persistenceId) => new(
        store,
        EventStoreProblem.Overloaded,
        $"{_waiting} appends with {_bytes} bytes wait to be written, at most {AppendQueue.MaxWaiting} with {AppendQueue.MaxWaitingBytes}; "
            + $"'{persistenceId}' was not stored.");

    /// <param name="before">The one before of the same session.</param>
    internal sealed class Turn(AppendOrder order, string persistenceId, int bytes, Task before) : IDisposable
    {
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public string PersistenceId => persistenceId;

        public int Bytes => bytes;

        public Task Task => _ended.Task;

        public Task ComesAsync(CancellationToken cancellation) => before.WaitAsync(cancellation);

        /// <summary>Also of one that was called off while it waited: the next waits for those before.</summary>
        public void Dispose()
        {
            order.Leave(this);
            if (before.IsCompleted) _ended.TrySetResult();
            else before.ContinueWith((_, _) => _ended.TrySetResult(), null, TaskScheduler.Default);
        }
    }
}

namespace Hanzo.Network.Cluster;

/// <summary>The latest of a row of immutable values, for readers on any thread; who waits for a condition misses none of them.</summary>
/// <param name="changed">Told each new value, one at a time.</param>
internal sealed class Board<T>(T initial, Action<T>? changed = null)
    where T : class
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];
    private volatile T _current = initial;

    public T Current => _current;

    public void Publish(T value) => Update(_ => value);

    public void Update(Func<T, T> change)
    {
        lock (_lock)
        {
            var next = change(_current);
            if (ReferenceEquals(next, _current)) return;
            _current = next;
            changed?.Invoke(next);
            _waiters.RemoveAll(waiter => waiter.Condition(next) && waiter.Done.TrySetResult(next));
        }
    }

    /// <summary>The first value, the present one included, that fulfils the condition.</summary>
    public Task<T> WaitAsync(Func<T, bool> condition, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            if (condition(_current)) return Task.FromResult(_current);
            var waiter = new Waiter(condition);
            _waiters.Add(waiter);
            return UntilAsync(waiter, cancellation);
        }
    }

    private async Task<T> UntilAsync(Waiter waiter, CancellationToken cancellation)
    {
        try
        {
            return await waiter.Done.Task.WaitAsync(cancellation);
        }
        finally
        {
            lock (_lock) _waiters.Remove(waiter);
        }
    }

    private sealed class Waiter(Func<T, bool> condition)
    {
        public Func<T, bool> Condition => condition;

        public TaskCompletionSource<T> Done { get; } = Completions.New<T>();
    }
}

using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Joining;

/// <summary>The latest <see cref="JoinStatus"/> of one generation, for readers on any thread.</summary>
/// <param name="changed">Told each new status, one at a time.</param>
internal sealed class JoinBoard(Action<JoinStatus>? changed = null)
{
    private readonly Lock _lock = new();
    private readonly List<Waiter> _waiters = [];
    private volatile JoinStatus _current = JoinStatus.Initial;

    public JoinStatus Current => _current;

    /// <summary>The first status from now on that fulfils the condition.</summary>
    public Task<JoinStatus> WhenAsync(Func<JoinStatus, bool> condition, CancellationToken cancellation = default)
    {
        lock (_lock)
        {
            if (condition(_current)) return Task.FromResult(_current);
            var waiter = new Waiter(condition);
            _waiters.Add(waiter);
            return WithdrawAsync(waiter, cancellation);
        }
    }

    /// <summary>Completes when the node is a member, or refused for good.</summary>
    public Task<JoinStatus> WhenDecidedAsync(CancellationToken cancellation = default) =>
        WhenAsync(status => status.Phase is JoinPhase.Joined or JoinPhase.Refused, cancellation);

    public void Update(Func<JoinStatus, JoinStatus> change)
    {
        lock (_lock)
        {
            _current = change(_current);
            changed?.Invoke(_current);
            foreach (var waiter in _waiters.Where(waiter => waiter.Condition(_current))) waiter.Done.TrySetResult(_current);
            _waiters.RemoveAll(waiter => waiter.Done.Task.IsCompleted);
        }
    }

    private async Task<JoinStatus> WithdrawAsync(Waiter waiter, CancellationToken cancellation)
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

    private sealed record Waiter(Func<JoinStatus, bool> Condition)
    {
        public TaskCompletionSource<JoinStatus> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Where the directory publishes and everyone reads; outlives the actor systems of its process.</summary>
internal sealed class DirectoryBoard
{
    private readonly Lock _gate = new();
    private TaskCompletionSource _changed = NewSignal();
    private DirectorySnapshot _current = DirectorySnapshot.Empty;

    public DirectorySnapshot Current => Volatile.Read(ref _current);

    public void Publish(DirectorySnapshot snapshot)
    {
        TaskCompletionSource signal;
        lock (_gate)
        {
            if (ReferenceEquals(_current, snapshot)) return;
            Volatile.Write(ref _current, snapshot);
            signal = _changed;
            _changed = NewSignal();
        }

        signal.SetResult();
    }

    /// <summary>Waits until a published snapshot, the present one included, satisfies the condition.</summary>
    public async Task<DirectorySnapshot> WaitAsync(Func<DirectorySnapshot, bool> condition, CancellationToken cancellation)
    {
        while (true)
        {
            Task changed;
            DirectorySnapshot snapshot;
            lock (_gate) (changed, snapshot) = (_changed.Task, _current);
            if (condition(snapshot)) return snapshot;
            await changed.WaitAsync(cancellation);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}

using Akka.Embedded.Runtime;

namespace Hanzo.Network.Simulation.World;

/// <summary>
/// A process as far as the world is concerned: a queue of work. Actors come by <see cref="IExecutor"/>, continuations of awaits by
/// the synchronization context, timers by its clock. Killed, nothing of it ever runs again.
/// </summary>
public sealed class SimulatedProcess : SynchronizationContext, IExecutor
{
    private readonly SimulatedWorld _world;
    private readonly Queue<Work> _work = new();
    private readonly List<Action> _whilePaused = [];
    private bool _isMarked;
    private bool _paused;

    public SimulatedProcess(SimulatedWorld world, int number, string name)
    {
        (_world, Number, Name) = (world, number, name);
        Time = new ProcessTime(world, this);
    }

    /// <summary>Unique in its world.</summary>
    public int Number { get; }

    public string Name { get; }

    public ProcessTime Time { get; }

    public bool IsAlive { get; private set; } = true;

    /// <summary>Called after each piece of work.</summary>
    public Action Worked { get; init; } = () => { };

    public bool IsPaused
    {
        get => _paused;
        set
        {
            if (_paused == value || !IsAlive) return;
            _paused = value;
            if (value) return;
            foreach (var late in _whilePaused) Post(late);
            _whilePaused.Clear();
            MarkReady();
        }
    }

    internal bool HasWork => !_paused && _work.Count > 0;

    public void Kill()
    {
        IsAlive = false;
        _work.Clear();
        _whilePaused.Clear();
    }

    public void Execute(IThreadPoolWorkItem item) => Enqueue(new Work(item, null));

    public void Post(Action action) => Enqueue(new Work(action, null));

    public override void Post(SendOrPostCallback d, object? state) => Enqueue(new Work(d, state));

    /// <exception cref="NotSupportedException">Always: to wait for other work would stop the one thread there is.</exception>
    public override void Send(SendOrPostCallback d, object? state) =>
        throw new NotSupportedException("a simulated process cannot wait for itself.");

    public override SynchronizationContext CreateCopy() => this;

    internal void RunOne()
    {
        var work = _work.Dequeue();
        SetSynchronizationContext(this);
        try
        {
            switch (work.Item)
            {
                case IThreadPoolWorkItem item:
                    item.Execute();
                    break;
                case Action action:
                    action();
                    break;
                case SendOrPostCallback callback:
                    callback(work.State);
                    break;
            }
        }
        finally
        {
            SetSynchronizationContext(null);
        }

        Worked();
    }

    internal void NoLongerReady() => _isMarked = false;

    /// <summary>A timer's callback; while the process is stopped it waits.</summary>
    internal void OnTimer(Action callback)
    {
        if (!IsAlive) return;
        if (_paused) _whilePaused.Add(callback);
        else Post(callback);
    }

    private void Enqueue(Work work)
    {
        _world.RequireThread(Name);
        if (!IsAlive) return;
        _work.Enqueue(work);
        MarkReady();
    }

    private void MarkReady()
    {
        if (_isMarked || !HasWork) return;
        _isMarked = true;
        _world.MarkReady(this);
    }

    private readonly record struct Work(object Item, object? State);
}

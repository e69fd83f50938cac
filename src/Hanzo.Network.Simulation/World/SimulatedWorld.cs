namespace Hanzo.Network.Simulation.World;

/// <summary>
/// The one loop that everything runs in. Work of processes first, drawn from the seed among those that have some; when none has,
/// the clock moves to the next event.
/// </summary>
public sealed class SimulatedWorld
{
    /// <summary>So many steps without the clock moving are an endless loop.</summary>
    public const int MaxStepsAtOneMoment = 2_000_000;

    private readonly PriorityQueue<WorldEvent, (long At, long Order)> _events = new();
    private readonly List<SimulatedProcess> _ready = [];
    private readonly SimulatedRandom _choice;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private long _order;
    private int _stepsAtThisMoment;
    private string? _foreign;

    public SimulatedWorld(ulong seed, bool records)
    {
        Random = new SimulatedRandom(seed);
        _choice = Random.Fork("scheduler");
        Trace = new Trace(records);
        Time = new WorldTime(this);
    }

    /// <summary>Since the start of the world.</summary>
    public TimeSpan Now { get; private set; }

    public Trace Trace { get; }

    /// <summary>For the world's own parts; a stream of its own for each by <see cref="SimulatedRandom.Fork"/>.</summary>
    public SimulatedRandom Random { get; }

    /// <summary>The world's clock for parts that are no process. Its callbacks run outside all processes.</summary>
    public TimeProvider Time { get; }

    public long Steps { get; private set; }

    /// <summary>Told of each step. Must not throw.</summary>
    public Action<TracedStep>? OnStep { get; init; }

    /// <summary>Does something at a moment, outside all processes.</summary>
    public IDisposable At(TimeSpan moment, Action action)
    {
        var planned = new WorldEvent(action);
        _events.Enqueue(planned, ((moment > Now ? moment : Now).Ticks, ++_order));
        return planned;
    }

    public IDisposable After(TimeSpan delay, Action action) => At(Now + delay, action);

    /// <summary>Runs until the given moment, everything that is due at it included.</summary>
    /// <exception cref="SimulationException">Work ran on another thread, or does not come to rest.</exception>
    public void RunUntil(TimeSpan end)
    {
        while (true)
        {
            RunReady();
            if (!_events.TryPeek(out _, out var next) || next.At > end.Ticks) break;
            var planned = _events.Dequeue();
            if (planned.Action is not { } action) continue;
            MoveTo(TimeSpan.FromTicks(next.At));
            Step(-1);
            action();
        }

        MoveTo(end);
    }

    /// <summary>Until the condition holds, looked at after each moment.</summary>
    /// <returns>False when it did not hold by <paramref name="end"/>.</returns>
    public bool RunUntil(Func<bool> condition, TimeSpan end)
    {
        while (!condition())
        {
            RunReady();
            if (condition()) return true;
            if (!_events.TryPeek(out _, out var next) || next.At > end.Ticks)
            {
                RunUntil(end);
                return condition();
            }

            RunUntil(TimeSpan.FromTicks(next.At));
        }

        return true;
    }

    internal void MarkReady(SimulatedProcess process) => _ready.Add(process);

    /// <summary>Every door into the world asks this: nothing of it may be touched from elsewhere.</summary>
    internal void RequireThread(string door)
    {
        if (Environment.CurrentManagedThreadId == _thread) return;
        // Thrown there it would be lost; the loop throws it.
        var found = $"{door} was used by another thread: {Environment.StackTrace}";
        Interlocked.CompareExchange(ref _foreign, found, null);
        throw new SimulationException(found);
    }

    private void RunReady()
    {
        while (_ready.Count > 0)
        {
            var index = _ready.Count == 1 ? 0 : _choice.Next(_ready.Count);
            var process = _ready[index];
            if (!process.HasWork)
            {
                _ready[index] = _ready[^1];
                _ready.RemoveAt(_ready.Count - 1);
                process.NoLongerReady();
                continue;
            }

            if (++_stepsAtThisMoment > MaxStepsAtOneMoment)
                throw new SimulationException($"the network does not come to rest at {Now}: {process.Name} is still at work.");
            Step(process.Number);
            process.RunOne();
        }
    }

    private void Step(int process)
    {
        Steps++;
        Trace.Mix(Now.Ticks, process);
        OnStep?.Invoke(new TracedStep(Steps, Now, process < 0 ? -1 : process % SimulationOptions.MaxNodes, Trace.Hash));
        if (_foreign is { } found) throw new SimulationException(found);
    }

    private void MoveTo(TimeSpan moment)
    {
        if (moment <= Now) return;
        Now = moment;
        _stepsAtThisMoment = 0;
    }

    private sealed class WorldEvent(Action action) : IDisposable
    {
        public Action? Action { get; private set; } = action;

        public void Dispose() => Action = null;
    }
}

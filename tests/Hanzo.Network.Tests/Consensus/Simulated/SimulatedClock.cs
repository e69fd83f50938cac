namespace Hanzo.Network.Tests.Consensus.Simulated;

/// <summary>Virtual time: what is due, in order, one after the other.</summary>
internal sealed class SimulatedClock
{
    /// <summary>Parts of a tick as it is meant.</summary>
    public const long Tick = 1_000;

    private readonly PriorityQueue<Action, (long At, long Order)> _due = new();
    private long _order;

    public long Now { get; private set; }

    /// <summary>Another number each time: the order of what clients see.</summary>
    public long Moment => ++_order;

    public void In(long parts, Action what) => _due.Enqueue(what, (Now + Math.Max(0, parts), ++_order));

    public void RunUntil(long time, Func<bool> isDone)
    {
        while (!isDone() && _due.TryPeek(out var what, out var at) && at.At <= time)
        {
            _due.Dequeue();
            Now = at.At;
            what();
        }
        if (!isDone()) Now = Math.Max(Now, time);
    }
}

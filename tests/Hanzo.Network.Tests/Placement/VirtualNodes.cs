using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Capacity;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Tests.Placement;

/// <summary>
/// Nodes in virtual time. A node works at its throughput, shared evenly by the runs that it takes at once; others wait in order.
/// </summary>
internal sealed class VirtualNodes(ImmutableArray<NodeView> nodes)
{
    private readonly List<Run>[] _active = [.. nodes.Select(_ => new List<Run>())];
    private readonly Queue<Run>[] _queued = [.. nodes.Select(_ => new Queue<Run>())];
    private readonly RunSpeeds[] _speeds = [.. nodes.Select(_ => RunSpeeds.None)];
    private double _now;

    /// <summary>As every node would tell it of itself at this moment.</summary>
    public ImmutableArray<NodeView> Report() => [.. nodes.Select((node, number) => node with
    {
        Load = node.Load with
        {
            ActiveRuns = _active[number].Count,
            QueuedRuns = _queued[number].Count,
            Speeds = _speeds[number].Told,
        },
        Dispatched = 0,
    })];

    public void Start(string node, double work)
    {
        var number = nodes.IndexOf(nodes.Single(view => view.Id == node));
        _queued[number].Enqueue(new Run(work));
        Admit(number);
    }

    /// <summary>Lets time pass until then, or until the last run has ended; the time at which it stops.</summary>
    public double RunUntil(double time)
    {
        while (_now < time && _active.Any(runs => runs.Count > 0))
        {
            var step = Math.Min(time - _now, Enumerable.Range(0, nodes.Length).Min(ToNextEnd));
            _now += step;
            for (var number = 0; number < nodes.Length; number++) Work(number, step);
        }

        if (double.IsFinite(time)) _now = Math.Max(_now, time);
        return _now;
    }

    private void Work(int number, double step)
    {
        var runs = _active[number];
        if (runs.Count == 0) return;
        var done = step * Speed(nodes[number]) / runs.Count;
        foreach (var run in runs) run.Left -= done;
        foreach (var ended in runs.Where(run => run.Left <= 1e-9)) Measure(number, _now - ended.Began, runs.Count);
        runs.RemoveAll(run => run.Left <= 1e-9);
        Admit(number);
    }

    private void Admit(int number)
    {
        while (_active[number].Count < nodes[number].Load.Capacity && _queued[number].TryDequeue(out var run))
        {
            run.Began = _now;
            _active[number].Add(run);
        }
    }

    private double ToNextEnd(int number) => _active[number].Count == 0
        ? double.PositiveInfinity
        : _active[number].Min(run => run.Left) * _active[number].Count / Speed(nodes[number]);

    private void Measure(int number, double seconds, int together) =>
        _speeds[number] = _speeds[number].With(
            new RunSample(Nodes.MathName, null, TimeSpan.FromSeconds(seconds), null, DateTimeOffset.UnixEpoch)
            {
                ConcurrentRuns = together,
            });

    private static double Speed(NodeView node) => Throughput.Of(node.Device).Tflops;

    private sealed class Run(double work)
    {
        public double Left { get; set; } = work;

        public double Began { get; set; }
    }
}

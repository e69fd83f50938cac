using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>How long runs of an agent take on each node, from what the nodes have told.</summary>
internal sealed class RunTimes
{
    /// <summary>
    /// Averages of few runs of unequal length scatter. What a node has measured counts where it differs from what others' runs and
    /// the throughputs say by more than chance would: by a factor of 1 + this / √runs.
    /// </summary>
    private const double Scatter = 6;

    private readonly Agent _agent;
    private readonly (double Work, int Runs, DateTimeOffset At)? _usual;

    public RunTimes(Agent agent, ImmutableArray<NodeView> nodes)
    {
        _agent = agent;
        var known = new List<(double Work, int Runs, DateTimeOffset At)>();
        foreach (var node in nodes)
            if (SpeedOn(node) is { } speed) known.Add((Every(speed) * Throughput.Of(node.Device).Tflops, speed.Runs, speed.At));

        // The median, so that one node that does unlike the others does not mislead.
        known.Sort();
        if (known.Count > 0) _usual = known[(known.Count - 1) / 2];
    }

    public RunTime On(NodeView node, Throughput throughput) =>
        TimeOn(node, throughput) with { TokensPerSecond = SpeedOn(node)?.TokensPerSecond };

    private RunTime TimeOn(NodeView node, Throughput throughput)
    {
        if (_usual is not { } usual) return new RunTime(1 / throughput.Tflops, 1, RunTimeSource.Assumed, 0, null);
        var every = usual.Work / throughput.Tflops;
        return SpeedOn(node) is { } speed && IsUnlike(speed, every)
            ? new RunTime(speed.Seconds, ConcurrentRuns(speed), RunTimeSource.Measured, speed.Runs, speed.At)
            : new RunTime(every, 1, RunTimeSource.Derived, usual.Runs, usual.At);
    }

    private static bool IsUnlike(RunSpeed speed, double every) =>
        Math.Max(Every(speed) / every, every / Every(speed)) > 1 + (Scatter / Math.Sqrt(Math.Max(1, speed.Runs)));

    private RunSpeed? SpeedOn(NodeView node)
    {
        RunSpeed? newest = null;
        foreach (var speed in node.Load.Speeds)
            if (IsOfAgent(speed) && IsTime(speed.Seconds) && !(newest?.At > speed.At)) newest = speed;
        return newest;
    }

    private bool IsOfAgent(RunSpeed speed) => speed.Agent == _agent.Name && speed.Model == _agent.Model;

    private static double Every(RunSpeed speed) => speed.Seconds / ConcurrentRuns(speed);

    private static double ConcurrentRuns(RunSpeed speed) => speed.ConcurrentRuns is { } together and > 1 ? together : 1;

    private static bool IsTime(double seconds) => double.IsFinite(seconds) && seconds > 0;
}

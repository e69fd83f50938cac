using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>How long one run of an agent takes on each node, from what the nodes have told.</summary>
internal sealed class RunTimes
{
    private readonly Agent _agent;
    private readonly (double Work, int Runs, DateTimeOffset At)? _elsewhere;

    public RunTimes(Agent agent, ImmutableArray<NodeView> nodes)
    {
        _agent = agent;
        var known = nodes.Select(node => (Speed: SpeedOn(node), Throughput.Of(node.Device).Tflops))
            .Where(pair => pair.Speed is not null)
            .Select(pair => (Work: pair.Speed!.Seconds * pair.Tflops, pair.Speed.Runs, pair.Speed.At))
            .OrderBy(run => run.Work).ThenByDescending(run => run.At).ToList();

        // The median, so that one node that does unlike the others does not mislead.
        if (known.Count > 0) _elsewhere = known[(known.Count - 1) / 2];
    }

    public RunTime On(NodeView node, Throughput throughput)
    {
        if (SpeedOn(node) is { } speed) return new RunTime(speed.Seconds, RunTimeSource.Measured, speed.Runs, speed.At);
        return _elsewhere is { } run
            ? new RunTime(run.Work / throughput.Tflops, RunTimeSource.Derived, run.Runs, run.At)
            : new RunTime(1 / throughput.Tflops, RunTimeSource.Assumed, 0, null);
    }

    private RunSpeed? SpeedOn(NodeView node)
    {
        RunSpeed? newest = null;
        foreach (var speed in node.Load.Speeds)
            if (IsOfAgent(speed) && IsTime(speed.Seconds) && !(newest?.At > speed.At)) newest = speed;
        return newest;
    }

    private bool IsOfAgent(RunSpeed speed) => speed.Agent == _agent.Name && speed.Model == _agent.Model;

    private static bool IsTime(double seconds) => double.IsFinite(seconds) && seconds > 0;
}

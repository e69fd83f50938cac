using System.Globalization;
using Hanzo.Network.Text;

namespace Hanzo.Network.Placement;

/// <summary>How soon a node would be done with one more run, and what that is computed from.</summary>
public sealed record NodeScore
{
    /// <summary>Share of all cores in use from which on a device counts as busy.</summary>
    public const double BusyCpu = 0.95;

    public required Throughput Throughput { get; init; }
    public required RunTime Run { get; init; }

    /// <summary>Runs that the node takes at once.</summary>
    public required int Capacity { get; init; }

    public required int Active { get; init; }
    public required int Queued { get; init; }

    /// <inheritdoc cref="NodeView.Dispatched"/>
    public required int Dispatched { get; init; }

    /// <summary>0 to 1 of all cores.</summary>
    public required double Cpu { get; init; }

    /// <summary>Runs that one more would find there.</summary>
    public int Before => Active + Queued + Dispatched;

    /// <summary>Until one more run ends, after those before it.</summary>
    public double ExpectedSeconds => (Before + 1) * Run.Every;

    /// <summary>Why the node counts as busy; null when it does not.</summary>
    public string? Busy
    {
        get
        {
            if (Before >= Capacity)
                return string.Create(CultureInfo.InvariantCulture, $"is at capacity ({Before} of {Counted.Of(Capacity, "run")})");
            return Cpu >= BusyCpu ? string.Create(CultureInfo.InvariantCulture, $"has {Cpu * 100:0} % of its processor in use") : null;
        }
    }

    internal static NodeScore Of(NodeView node, RunTimes times)
    {
        var throughput = Throughput.Of(node.Device);
        return new NodeScore
        {
            Throughput = throughput,
            Run = times.On(node, throughput),
            Capacity = Math.Max(1, node.Load.Capacity),
            Active = Math.Max(0, node.Load.ActiveRuns),
            Queued = Math.Max(0, node.Load.QueuedRuns),
            Dispatched = Math.Max(0, node.Dispatched),
            Cpu = node.Load.Cpu,
        };
    }
}

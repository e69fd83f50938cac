namespace Hanzo.Network.Simulation.Faults;

/// <summary>What may happen at the same time, so that a drawn plan leaves a network that can recover.</summary>
internal static class FaultLimits
{
    /// <summary>A leave takes about this long; a node may be hit during it, and not again until it is back.</summary>
    private static readonly TimeSpan LeaveTakes = TimeSpan.FromSeconds(2);

    public static bool Allow(IEnumerable<Fault> others, Fault fault, int nodes)
    {
        var same = others.Where(other => Overlap(other, fault)).ToList();
        if (same.Any(other => other.Kind == fault.Kind && other.Node == fault.Node && other.Other == fault.Other)) return false;
        if (!FaultTable.Of(fault.Kind).TakesNode) return true;
        var away = same.Where(other => FaultTable.Of(other.Kind).TakesNode).ToList();
        if (away.Any(other => other.Node == fault.Node && !HitsLeaving(other, fault))) return false;
        return away.Select(other => other.Node).Append(fault.Node).Distinct().Count() <= MostAway(nodes);
    }

    /// <summary>So many at once that a write which a majority has is still held by one; a network of one may lose that one.</summary>
    public static int MostAway(int nodes) => Math.Max(1, nodes / 2);

    private static bool HitsLeaving(Fault leave, Fault hit) =>
        leave.Kind == FaultKind.Leave && hit.At >= leave.At && hit.At - leave.At <= LeaveTakes;

    private static bool Overlap(Fault one, Fault other) => one.At <= other.At + other.Lasts && other.At <= one.At + one.Lasts;
}

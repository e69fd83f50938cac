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
        if (away.Any(other => other.Node == fault.Node && !HitsWhoGoes(other, fault))) return false;
        return away.Select(other => other.Node).Append(fault.Node).Distinct().Count() <= MostAway(nodes);
    }

    /// <summary>So many at once that a write which a majority has is still held by one; a network of one may lose that one.</summary>
    public static int MostAway(int nodes) => Math.Max(1, nodes / 2);

    /// <summary>A node that leaves, or is drained, is hit before it has gone. Drains are drawn after all that may hit them.</summary>
    private static bool HitsWhoGoes(Fault other, Fault fault) => (other.Kind, fault.Kind) switch
    {
        (_, FaultKind.Drain) => IsWithin(other, fault, TimeSpan.FromSeconds(fault.Amount)) && other.Kind != FaultKind.Drain,
        (FaultKind.Leave, _) => IsWithin(fault, other, LeaveTakes),
        _ => false,
    };

    private static bool IsWithin(Fault hit, Fault goes, TimeSpan time) => hit.At >= goes.At && hit.At - goes.At <= time;

    private static bool Overlap(Fault one, Fault other) => one.At <= other.At + other.Lasts && other.At <= one.At + one.Lasts;
}

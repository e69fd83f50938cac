using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>The default: each kind of work has the devices that suit it, and a busy one is passed over.</summary>
internal static class CapabilityChoice
{
    /// <summary>TFLOPS from which on a device answers a person quickly enough.</summary>
    public const double InteractiveThroughput = 1;

    /// <summary>Devices up to so many times as fast as the smallest are small like it: among them the one that ends first counts.</summary>
    public const double Alike = 1.5;

    /// <param name="candidates">By node id; at least one.</param>
    public static (NodeVerdict Node, string Why) Of(Workload workload, ImmutableArray<NodeVerdict> candidates)
    {
        if (candidates.Length == 1) return (candidates[0], "it is the only node that may run it");
        var free = candidates.Where(node => node.Score.Busy is null).ToImmutableArray();
        if (free.IsEmpty) return (EndsFirst(candidates), "all being busy, it goes where it ends first");
        var (best, node) = (Best(workload, candidates), Best(workload, free));
        var passed = best == node ? "" : $", leaving out '{best.Node}', which {best.Score.Busy}";
        return (node, Rule(workload) + passed);
    }

    private static NodeVerdict Best(Workload workload, ImmutableArray<NodeVerdict> pool) => workload switch
    {
        Workload.Heavy => EndsFirst(pool),
        Workload.Light => EndsFirst(Smallest(Interactive(pool))),
        Workload.Background => EndsFirst(Smallest(pool)),
        _ => throw Unknown(workload),
    };

    private static string Rule(Workload workload) => workload switch
    {
        Workload.Heavy => "heavy work goes where it ends first",
        Workload.Light => "light work goes to the smallest device that answers quickly",
        Workload.Background => "background work goes to the smallest device that suffices",
        _ => throw Unknown(workload),
    };

    /// <summary>The devices fast enough for a person who waits; the fastest alone when none is.</summary>
    private static ImmutableArray<NodeVerdict> Interactive(ImmutableArray<NodeVerdict> pool)
    {
        var quick = pool.Where(node => Tflops(node) >= InteractiveThroughput).ToImmutableArray();
        return quick.IsEmpty ? [pool.MaxBy(Tflops)!] : quick;
    }

    private static ImmutableArray<NodeVerdict> Smallest(ImmutableArray<NodeVerdict> pool)
    {
        var smallest = pool.Min(Tflops);
        return [.. pool.Where(node => Tflops(node) <= smallest * Alike)];
    }

    private static NodeVerdict EndsFirst(ImmutableArray<NodeVerdict> pool) => pool.MinBy(node => node.Score.ExpectedSeconds)!;

    private static double Tflops(NodeVerdict node) => node.Score.Throughput.Tflops;

    private static ArgumentOutOfRangeException Unknown(Workload workload) =>
        new(nameof(workload), workload, "allowed: Light, Heavy, Background.");
}

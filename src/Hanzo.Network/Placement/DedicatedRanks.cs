using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>
/// Slots of sessions that have one for themselves. One that hosts nothing belongs to the node that ranks highest for it, so that a
/// node goes with its own slots only.
/// </summary>
internal sealed class DedicatedRanks(Scene scene)
{
    private double[]? _weights;

    /// <summary>The fourth root of the throughput: a Raspberry Pi beside a GPU server has some eighty of the thousand, not none.</summary>
    private double[] Weights => _weights ??= [.. scene.Tflops.Select(tflops => Math.Sqrt(Math.Sqrt(tflops)))];

    /// <summary>Number of the node; -1 without a candidate.</summary>
    public int HomeOf(ImmutableArray<int> candidates, SlotId slot)
    {
        var (nearest, rank) = (new Nearest(1), RankOf(slot));
        foreach (var number in candidates) nearest.AddIfNear(number, Uniform(rank, number), Weights[number]);
        return nearest.Numbers is [var home] ? home : -1;
    }

    /// <summary>The same, told without a look at all others when it is not so.</summary>
    /// <param name="node">One of the candidates.</param>
    public bool IsHomeOf(ImmutableArray<int> candidates, SlotId slot, int node)
    {
        var rank = RankOf(slot);
        var distance = NodeRank.Distance(Uniform(rank, node), Weights[node]);
        foreach (var number in candidates)
        {
            if (number == node) continue;
            var uniform = Uniform(rank, number);
            // -ln(u) is at least 1 - u: most nodes are too far without a look at the logarithm.
            if (1 - uniform > distance * Weights[number]) continue;
            var other = NodeRank.Distance(uniform, Weights[number]);
            if (other < distance || (other == distance && number < node)) return false;
        }

        return true;
    }

    private double Uniform(ulong slot, int number) => NodeRank.Uniform(NodeRank.Of(slot, scene.Ranks[number]));

    private static ulong RankOf(SlotId slot) => NodeRank.OfSlot(NodeRank.Of(slot.Agent.Value), slot.Index);
}

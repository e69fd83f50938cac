using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>Which nodes an agent is placed on that could have more of them. Nodes that hold its slots are favoured.</summary>
internal static class NodeChoice
{
    // Below 1 / DeviceLimits.MaxTflops: worse than any device that answers quickly.
    private const double TooSlow = 1e-6;

    /// <summary>
    /// Where slots are fewer than candidates: each agent has its own favourites, so that a large network serves many agents evenly,
    /// faster nodes more of them; for background work, smaller nodes.
    /// </summary>
    /// <param name="held">Slots by node number.</param>
    public static ReadOnlySpan<int> ForSlots(
        Scene scene, ImmutableArray<int> candidates, Agent agent, ulong rank, int most, ReadOnlySpan<int> held)
    {
        var nearest = new Nearest(most);
        var weights = agent.Workload is Workload.Background ? scene.Slowness : scene.Tflops;
        foreach (var number in candidates)
        {
            var weight = held[number] > 0 ? weights[number] * PlacementPlanner.Steadiness : weights[number];
            var uniform = NodeRank.Uniform(NodeRank.Of(rank, scene.Ranks[number]));
            nearest.AddIfNear(number, uniform, weight);
        }

        return nearest.Numbers;
    }

    /// <summary>
    /// The replicas of an agent stay where they are; others go to the nodes that suit its workload best, which of those that are
    /// about as good differs from agent to agent.
    /// </summary>
    /// <param name="held">Slots by node number.</param>
    public static ReadOnlySpan<int> ForReplicas(
        Scene scene, ImmutableArray<int> candidates, Agent agent, ulong rank, int most, ReadOnlySpan<int> held)
    {
        var staying = new Nearest(most);
        foreach (var number in candidates)
            if (held[number] > 0) staying.Add(number, Distance(number));
        var coming = new Nearest(most - staying.Numbers.Length);
        foreach (var number in candidates)
            if (held[number] == 0) coming.Add(number, Distance(number));
        return (int[])[.. staying.Numbers, .. coming.Numbers];

        // The fourth root keeps chance within a few times of the suitability: among equals it decides, against the unlike it hardly does.
        double Distance(int number) => Math.Sqrt(Math.Sqrt(NodeRank.Distance(
            NodeRank.Uniform(NodeRank.Of(rank, scene.Ranks[number])), 1))) / Suitability(agent.Workload, scene.Tflops[number]);
    }

    /// <summary>Higher is better: as <see cref="CapabilityChoice"/> prefers among nodes that are free.</summary>
    private static double Suitability(Workload workload, double tflops) => workload switch
    {
        Workload.Heavy => tflops,
        Workload.Background => 1 / tflops,
        _ => tflops >= CapabilityChoice.InteractiveThroughput ? 1 / tflops : tflops * TooSlow,
    };
}

using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Placement;

/// <summary>The nodes of one plan by number, in the order of their ids, with what is asked of them for every agent.</summary>
internal sealed class Scene
{
    private readonly Dictionary<string, int> _numbers;
    private readonly Dictionary<Agent, ImmutableArray<int>> _meetNeeds = new(SameNeeds.Instance);
    private Dictionary<AgentName, List<int>>? _offers;

    public Scene(ImmutableArray<NodeView> nodes)
    {
        // While a node moves to another address, it may be listed twice for a moment.
        Nodes = IsOrdered(nodes) ? nodes : [.. nodes.OrderBy(node => node.Id, StringComparer.Ordinal).DistinctBy(node => node.Id)];
        _numbers = new Dictionary<string, int>(Nodes.Length, StringComparer.Ordinal);
        Tflops = new double[Nodes.Length];
        Slowness = new double[Nodes.Length];
        Ranks = new ulong[Nodes.Length];
        for (var number = 0; number < Nodes.Length; number++)
        {
            var node = Nodes[number];
            _numbers[node.Id] = number;
            Tflops[number] = Throughput.Of(node.Device).Tflops;
            Slowness[number] = 1 / Tflops[number];
            Ranks[number] = NodeRank.Of(node.Id);
        }
    }

    public ImmutableArray<NodeView> Nodes { get; }

    public double[] Tflops { get; }

    /// <summary>The inverse, for work that small nodes should do.</summary>
    public double[] Slowness { get; }

    public ulong[] Ranks { get; }

    /// <summary>-1 for a node that is not there.</summary>
    public int NumberOf(string? node) => node is not null && _numbers.TryGetValue(node, out var number) ? number : -1;

    /// <summary>Numbers of the nodes that may run the agent, ascending; of a deployed one before its replicas are chosen.</summary>
    public ImmutableArray<int> Admitted(Agent agent)
    {
        if (!_meetNeeds.TryGetValue(agent, out var fit))
            _meetNeeds[agent] = fit = [.. Enumerable.Range(0, Nodes.Length).Where(number => Admission.MeetsNeeds(Nodes[number], agent))];
        if (agent.Deployment is not null) return fit;
        _offers ??= Offers();
        if (!_offers.TryGetValue(agent.Name, out var offering)) return [];
        return offering.Count == Nodes.Length ? fit : Common(fit.AsSpan(), offering);
    }

    private Dictionary<AgentName, List<int>> Offers()
    {
        var offers = new Dictionary<AgentName, List<int>>();
        for (var number = 0; number < Nodes.Length; number++)
        {
            foreach (var agent in Nodes[number].Agents)
            {
                if (!offers.TryGetValue(agent, out var nodes)) offers[agent] = nodes = [];
                nodes.Add(number);
            }
        }

        return offers;
    }

    private static ImmutableArray<int> Common(ReadOnlySpan<int> one, List<int> other)
    {
        var common = ImmutableArray.CreateBuilder<int>(Math.Min(one.Length, other.Count));
        var at = 0;
        foreach (var number in other)
        {
            while (at < one.Length && one[at] < number) at++;
            if (at < one.Length && one[at] == number) common.Add(number);
        }

        return common.ToImmutable();
    }

    private static bool IsOrdered(ImmutableArray<NodeView> nodes)
    {
        for (var i = 1; i < nodes.Length; i++)
            if (string.CompareOrdinal(nodes[i - 1].Id, nodes[i].Id) >= 0) return false;
        return true;
    }
}

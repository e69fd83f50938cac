using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;
using Hanzo.Network.Tools;

namespace Hanzo.Network.Tests.Placement;

/// <summary>Networks of any size from a seed: unlike nodes, agents of every kind of need and scope, slots anywhere, wishes.</summary>
internal static class Networks
{
    private static readonly double[] Speeds = [0.05, 0.1, 3.55, 7.1, 7.3, 58, 165.16, 312];

    /// <summary>Slots are where some earlier plan put them, or nowhere, or where they may not be.</summary>
    public static PlacementInput Random(int seed)
    {
        var random = new Random(seed);
        var nodes = Enumerable.Range(0, random.Next(1, 40)).Select(n => RandomNode(random, n)).ToImmutableArray();
        var agents = Enumerable.Range(0, random.Next(1, 12)).Select(n => RandomAgent(random, n)).ToImmutableArray();
        var input = new PlacementInput { Nodes = nodes, Agents = agents };
        var owners = new Dictionary<SlotId, string>();
        foreach (var (slot, node) in PlacementPlanner.Plan(input).AsOwners().OrderBy(owner => owner.Key.ToString()))
            if (random.Next(4) > 0) owners[slot] = random.Next(5) > 0 ? node : $"n{random.Next(45):00}";
        var wishes = new Dictionary<SlotId, string>();
        for (var wish = random.Next(-8, 8); wish > 0; wish--)
        {
            var agent = agents[random.Next(agents.Length)];
            wishes[new SlotId(agent.Name, random.Next(agent.Slots))] = $"n{random.Next(45):00}";
        }

        return input with { Owners = owners, Wishes = wishes };
    }

    private static NodeView RandomNode(Random random, int number)
    {
        var node = Nodes.Node($"n{number:00}", random.Next(6) == 0 ? null : Speed(random));
        return node with
        {
            Agents = [.. Enumerable.Range(0, 12).Where(_ => random.Next(3) > 0).Select(Name)],
            Tools = [.. new[] { "hammer", "saw" }.Where(_ => random.Next(3) > 0)],
            Device = node.Device with { Labels = random.Next(2) == 0 ? ["red"] : [] },
        };
    }

    private static Agent RandomAgent(Random random, int number)
    {
        var deployment = new AgentDeployment(1)
        {
            Nodes = random.Next(4) == 0 ? [.. Enumerable.Range(0, 10).Select(_ => $"n{random.Next(40):00}")] : [],
            Label = random.Next(4) == 0 ? "red" : null,
            Replicas = random.Next(3) == 0 ? random.Next(1, 8) : null,
        };
        return new Agent
        {
            Name = Name(number),
            Slots = random.Next(3) == 0 ? random.Next(1, 4) : random.Next(4, 33),
            Workload = (Workload)random.Next(3),
            Requires = random.Next(3) == 0 ? new AgentRequirements { Fp16Tflops = Speed(random) } : AgentRequirements.None,
            Tools = random.Next(4) == 0 ? [new ToolReference("hammer")] : [],
            Deployment = random.Next(2) == 0 ? deployment : null,
        };
    }

    private static double Speed(Random random) => Speeds[random.Next(Speeds.Length)];

    private static AgentName Name(int number) => AgentName.Parse($"a{number}");
}

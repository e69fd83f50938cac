using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Tests.Work;

namespace Hanzo.Network.Simulation.Tests.Placement;

public sealed class CapacityTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Runs_beyond_the_capacity_wait_and_all_end_though_a_node_dies(ulong seed)
    {
        var network = new WorkingNetwork(nodes: 3, seed) { Capacity = 1 };
        network.Start();
        network.Clients.Start(network.World.Now + TimeSpan.FromSeconds(120));
        var waited = 0;
        for (var second = 0; second < 120; second++)
        {
            network.Run(1);
            waited += network.Nodes.Sum(node => node.Directory?.Self?.Load?.QueuedRuns ?? 0);
            if (second == 60) network.Nodes[1].Kill(ProcessEnd.Crash);
        }

        network.Clients.Settle();
        network.RunUntil(() => network.Clients is { IsQuiet: true, IsAllEnded: true }, "every run has ended", within: 300);
        network.Run(5);

        waited.ShouldBeGreaterThan(0, "no run had to wait");
        MostRunsAtOnce(network.Seen).ShouldBe(1);
        network.Nodes.ShouldAllBe(node => node.Directory!.Self!.Load!.QueuedRuns == 0);
    }

    /// <summary>Of one process, with calls of the model under way at the end of some instant; tools need no place.</summary>
    private static int MostRunsAtOnce(List<Observation> seen)
    {
        var underWay = new Dictionary<(int Node, int Life), List<string>>();
        var most = 0;
        foreach (var instant in seen.GroupBy(observation => observation.At))
        {
            foreach (var observation in instant)
            {
                if (observation is EffectStarted { Policy: "model" } started) Calls(started.Node, started.Life).Add(started.Effect);
                else if (observation is EffectEnded ended) Calls(ended.Node, ended.Life).Remove(ended.Effect);
                else if (observation is ProcessEnded end) Calls(end.Node, end.Life).Clear();
            }

            most = Math.Max(most, underWay.Values.Max(calls => (int?)calls.Select(RunOf).Distinct().Count()) ?? 0);
        }

        return most;

        List<string> Calls(int node, int life)
        {
            if (!underWay.TryGetValue((node, life), out var calls)) underWay[(node, life)] = calls = [];
            return calls;
        }
    }

    private static string RunOf(string effect) => effect[..effect.LastIndexOf('.')];
}

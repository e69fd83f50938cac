using Hanzo.Network.Agents;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Tests.Work;

namespace Hanzo.Network.Simulation.Tests.Placement;

public sealed class RebalanceTests
{
    /// <summary>Asking and answering of a few minutes: each slot of each agent has an owner, and each node has measured its runs.</summary>
    private const double WorkSeconds = 240;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_idle_network_moves_nothing_in_an_hour_while_loads_and_measurements_jitter(ulong seed)
    {
        WorkingNetwork network = null!;
        network = new WorkingNetwork(nodes: 5, seed) { Meter = (node, figures) => JitteringMeter.Of(network, node, figures, () => 1) };
        network.Start();
        network.Clients.Start(network.World.Now + TimeSpan.FromSeconds(WorkSeconds));
        network.Run(WorkSeconds);
        network.RunUntil(() => network.Clients.IsQuiet, "nobody waits");
        network.Run(60);
        network.All<SlotsHeld>().ShouldNotBeEmpty();
        network.Seen.Clear();

        network.Run(3600);

        network.All<SlotsHeld>().Select(held => $"{held.At} n{held.Node}: {string.Join(' ', held.Slots)}").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void With_deployed_agents_and_slots_that_were_asked_to_move_an_idle_hour_changes_nothing_either(ulong seed)
    {
        var network = new WorkingNetwork(nodes: 5, seed);
        network.Start();
        var sessions = new List<string>();
        foreach (var name in new[] { "poet", "critic", "editor" })
        {
            Do(network, node => node.Agents.DeployAsync(new Agent { Name = AgentName.Parse(name), Slots = 4 }));
            Do(network, async node =>
                sessions.Add((await node.RunAsync(new RunRequest("write") { Agent = name })).Session.ToString()));
        }

        var to = network.Nodes[4].Plan.NodeId;
        foreach (var session in sessions) Do(network, node => node.Agents.MigrateAsync(new MigrationRequest(session, to)));
        network.Run(60);
        network.Nodes.ShouldAllBe(node => node.Directory!.Deployed.ByName.Count == sessions.Count);
        network.All<SlotsHeld>().Last(held => held.Node == 4).Slots.Length.ShouldBeGreaterThanOrEqualTo(sessions.Count);
        network.Seen.Clear();
        var shapes = network.Nodes.Select(node => node.Directory!.Shape).ToList();

        network.Run(3600);

        network.All<SlotsHeld>().Select(held => $"{held.At} n{held.Node}: {string.Join(' ', held.Slots)}").ShouldBeEmpty();
        for (var i = 0; i < shapes.Count; i++)
            ReferenceEquals(network.Nodes[i].Directory!.Shape, shapes[i]).ShouldBeTrue($"n{i} has planned anew");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Slots_that_move_to_new_nodes_cut_no_effect(ulong seed)
    {
        var network = new WorkingNetwork(nodes: 5, seed);
        network.Start(first: 2);
        network.Clients.Start(network.World.Now + TimeSpan.FromSeconds(3 * WorkSeconds));
        network.Run(WorkSeconds);

        foreach (var node in network.Nodes.Skip(2))
        {
            node.Start();
            network.Run(WorkSeconds / 2);
        }

        network.Clients.Settle();
        network.Run(WorkSeconds / 2);

        network.All<SlotsHeld>().Where(held => held.Node >= 2 && held.Slots.Length > 0).Select(held => held.Node).Distinct().Count()
            .ShouldBeGreaterThan(1, "hardly anything has moved to the new nodes");
        network.All<HandOffCut>().ShouldBeEmpty();
        var checker = new EffectsAreCutOnlyWithReason();
        foreach (var observation in network.Seen) checker.See(observation);
        var verdict = checker.Conclude(network.World.Now);
        verdict.Holds.ShouldBeTrue(verdict.Text);
    }

    /// <summary>Asks the first node for something and waits until it is done.</summary>
    private static void Do(WorkingNetwork network, Func<IAgentNetwork, Task> ask)
    {
        Task? done = null;
        var node = network.Nodes[0];
        node.Process!.Post(() => done = ask(node.Network!));
        network.RunUntil(() => done?.IsCompleted == true, "it is done");
        done!.IsCompletedSuccessfully.ShouldBeTrue(done.Exception?.ToString());
    }
}

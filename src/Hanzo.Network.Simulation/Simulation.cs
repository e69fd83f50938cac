using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Models;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.Net;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.World;
using Hanzo.Network.State;

namespace Hanzo.Network.Simulation;

/// <summary>One network of the real application in this thread, from start to verdict.</summary>
public sealed class Simulation
{
    private readonly SimulationOptions _options;
    private readonly SimulatedWorld _world;
    private readonly SimulatedNetwork _network;
    private readonly ImmutableArray<SimulatedNode> _nodes;
    private readonly NodeWatch _watch;

    public Simulation(ulong seed)
        : this(new SimulationOptions(seed))
    {
    }

    public Simulation(SimulationOptions options)
    {
        _options = options;
        _world = new SimulatedWorld(options.Seed, options.Records);
        var environment = options.Environment ?? SimulatedEnvironment.Home;
        var plans = NodePlan.For(environment, options.Nodes);
        _network = new SimulatedNetwork(_world, [.. plans.Select(plan => plan.Address.ToString())], Latency.Of(environment));
        _watch = new NodeWatch(_world, See) { Logged = (n, l, e, text) => Console.WriteLine($"{_world.Now} n{n.Index} {text}") };
        var store = new InMemoryEventStore(_world.Time);
        _nodes = [.. plans.Select((plan, i) => new SimulatedNode(
            _world, _network, plan, i, _ => new NodeParts(store, new OfflineChatClient(), [BuiltInAgents.All[0]], []), _watch))];
    }

    public SimulationResult Run()
    {
        foreach (var node in _nodes) node.Start();
        _world.RunUntil(() => _nodes.All(node => node.IsReady), _options.Length);
        Console.WriteLine($"ready {_world.Now}");
        for (; _world.Now < _options.Length;)
        {
            _world.RunUntil(_world.Now + TimeSpan.FromMilliseconds(250));
            foreach (var node in _nodes) _watch.Look(node);
        }
        return new SimulationResult(_options, FaultPlan.None, _world.Trace.Hash, _world.Steps, _world.Now, [], Coverage.None, _world.Trace.Lines);
    }

    private void See(Observation observation)
    {
        if (observation is MembersSeen m) Console.WriteLine($"{m.At} n{m.Node} {m.Up.Length}");
        else Console.WriteLine(observation);
    }
}

using Hanzo.Network.Devices;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.Net;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.Work;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Tests.Work;

/// <summary>Some nodes of the real application with journal, models, tools, clients and writers, and what the checkers were told.</summary>
internal sealed class WorkingNetwork
{
    private readonly NodeWatch _watch;
    private readonly Person? _person;
    private readonly Func<WorkPlace, NodeParts, NodeParts> _equip;

    /// <param name="equip">Changes what a node's processes are given; null: nothing.</param>
    public WorkingNetwork(int nodes, ulong seed = 1, Func<WorkPlace, NodeParts, NodeParts>? equip = null)
    {
        _equip = equip ?? ((_, parts) => parts);
        SynchronizationContext.SetSynchronizationContext(null);
        World = new SimulatedWorld(seed, records: false);
        var plans = NodePlan.For(SimulatedEnvironment.Home, nodes);
        var network = new SimulatedNetwork(World, [.. plans.Select(p => p.Address.ToString())], Latency.Of(SimulatedEnvironment.Home));
        var disk = new SimulatedDisk("journal", World.Time, World.Random.Fork("disk"), DiskSpeed.SolidState);
        Store = new SimulatedEventStore(World.Time, World.Random.Fork("store"), disk, new JournalAccess(), See);
        _watch = new NodeWatch(World, nodes, Seen.Add);
        Nodes = [.. plans.Select((plan, i) => new SimulatedNode(World, network, plan, i, PartsOf, _watch))];
        Clients = new Clients(World.Time, World.Random.Fork("clients"), Nodes, Seen.Add);
        _person = new Person(World.Time, World.Random.Fork("person"), Nodes, yes: 0, Seen.Add);
        Writers = new DataWriters(World.Time, World.Random.Fork("writers"), Nodes, Seen.Add);
    }

    public SimulatedWorld World { get; }

    public SimulatedEventStore Store { get; }

    public SimulatedNode[] Nodes { get; }

    public EffectWeather Weather { get; } = new();

    /// <summary>Of each node; null: what suits the device.</summary>
    public int? Capacity { get; init; }

    /// <summary>What the nodes' processors are measured by, over and over; null: they are known.</summary>
    public Func<SimulatedNode, Flops, IThroughputMeter>? Meter { get; init; }

    public Clients Clients { get; }

    public DataWriters Writers { get; }

    public List<Observation> Seen { get; } = [];

    public IEnumerable<T> All<T>()
        where T : Observation => Seen.OfType<T>();

    /// <param name="first">Only so many of the nodes; null: all.</param>
    public void Start(int? first = null)
    {
        var started = Nodes[..(first ?? Nodes.Length)];
        foreach (var node in started) node.Start();
        World.RunUntil(() => started.All(node => node.IsReady), TimeSpan.FromSeconds(30)).ShouldBeTrue("not all nodes are ready");
        World.RunUntil(World.Now + TimeSpan.FromSeconds(5));
    }

    public void Run(double seconds) => World.RunUntil(World.Now + TimeSpan.FromSeconds(seconds));

    /// <param name="within">Seconds.</param>
    public void RunUntil(Func<bool> condition, string what, double within = 120) =>
        World.RunUntil(condition, World.Now + TimeSpan.FromSeconds(within)).ShouldBeTrue($"not within {within} s: {what}");

    private void See(Observation observation)
    {
        Seen.Add(observation);
        _person?.See(observation);
    }

    private NodeParts PartsOf(SimulatedNode node)
    {
        var place = new WorkPlace(node.Index, node.Life, node.Process!.Time, World.Time, Seen.Add);
        var parts = new NodeParts(
            Store.For(node.Index, node.Life), new ScriptedChatClient(place, Weather, 7), Staff.Agents, Staff.Tools(place, Weather, 7))
        {
            Configure = options => options.Capacity = Capacity, Meter = Meter is { } meter ? figures => meter(node, figures) : null,
        };
        return _equip(place, parts);
    }
}

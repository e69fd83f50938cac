using System.Collections.Immutable;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.Net;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Storage;
using Hanzo.Network.Simulation.Work;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation;

/// <summary>One network of the real application in this thread, from start to verdict.</summary>
public sealed class Simulation
{
    /// <summary>Of the questions that a person is asked.</summary>
    private const double SaysYes = 0.4;

    private static readonly TimeSpan LatestStart = TimeSpan.FromSeconds(3);

    private static readonly TimeSpan ProbeAfter = MembershipConverges.Within + TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReadAfter = ProbeAfter + TimeSpan.FromSeconds(9);
    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(15);

    /// <summary>What the slowest promise of a healed network takes; with all quiet before, the world ends earlier.</summary>
    private static readonly TimeSpan Patience = ProbeAfter + EveryRunEnds.Within + TimeSpan.FromSeconds(1);

    private readonly SimulationOptions _options;
    private readonly SimulationVariant _variant;
    private readonly SimulatedWorld _world;
    private readonly SimulatedPlace _place;
    private readonly Chronicle _chronicle;
    private readonly FaultPlan _plan;
    private readonly Clients _clients;
    private readonly DataWriters _writers;
    private readonly StateWriters _state;
    private readonly Person? _person;
    private readonly CoverageCounter _coverage = new();
    private readonly CheckerSet _checkers = new();

    public Simulation(ulong seed)
        : this(new SimulationOptions(seed))
    {
    }

    /// <exception cref="ArgumentException">An option is out of its range, or the plan does not fit the nodes.</exception>
    public Simulation(SimulationOptions options)
        : this(options, SimulationVariant.Real)
    {
    }

    internal Simulation(SimulationOptions options, SimulationVariant variant)
    {
        (_options, _variant) = (options.RequireValid(), variant);
        var environment = options.Environment ?? SimulatedEnvironments.Draw(options.Seed);
        _plan = options.Plan?.RequireValid(options.Nodes) ?? FaultPlan.Draw(options.Seed, environment, options.Nodes, options.Length);
        _world = new SimulatedWorld(options.Seed, options.Records) { OnStep = options.OnStep };
        _chronicle = new Chronicle(_world, _coverage);
        _place = Build(environment);
        _clients = new Clients(_world.Time, _world.Random.Fork("clients"), _place.Nodes, See);
        _person = new Person(_world.Time, _world.Random.Fork("person"), _place.Nodes, SaysYes, See);
        _writers = new DataWriters(_world.Time, _world.Random.Fork("data"), _place.Nodes, See);
        _state = new StateWriters(_world.Time, _world.Random.Fork("state"), _place.Nodes, See);
        _place.Network.Links.Changed = (from, to, open) => See(new LinkChanged(_world.Now, from, to, open));
    }

    /// <exception cref="SimulationException">Work ran on a foreign thread or does not come to rest: there is no verdict.</exception>
    public SimulationResult Run()
    {
        var starts = _world.Random.Fork("starts");
        foreach (var node in _place.Nodes) _world.At(starts.Between(TimeSpan.Zero, LatestStart), node.Start);
        new FaultInjector(_place, _coverage).Plan(_plan);
        new QueueGauge(_place).Start(See);
        var healed = HealedAt;
        _clients.Start(healed);
        _writers.Start(healed);
        _state.Start(healed);
        _world.At(healed, () => See(new Healed(_world.Now)));
        _world.At(healed, _clients.Settle);
        _world.At(healed + ProbeAfter, _clients.Probe);
        _world.At(healed + ReadAfter, _writers.Read);
        _world.At(healed + ReadAfter, _state.Read);
        _world.RunUntil(healed + ReadAfter + ReadWithin);
        _world.RunUntil(() => _clients is { IsQuiet: true, IsAllEnded: true }, healed + Patience);
        _place.Journal.ReadAll();
        var verdicts = _checkers.Conclude(_world.Now);
        return new SimulationResult(
            _options, _plan, _world.Trace.Hash, _world.Steps, _world.Now, verdicts, _coverage.ToCoverage(), _world.Trace.Lines);
    }

    /// <summary>With the last fault; in a plan with few, when the time for faults is over.</summary>
    private TimeSpan HealedAt => _plan.End > _options.Length - FaultDrawer.Settle ? _plan.End : _options.Length - FaultDrawer.Settle;

    private SimulatedPlace Build(SimulatedEnvironment environment)
    {
        var plans = NodePlan.For(environment, _options.Nodes);
        var network = new SimulatedNetwork(_world, [.. plans.Select(plan => plan.Address.ToString())], Latency.Of(environment));
        var random = _world.Random.Fork("journal");
        var disk = new SimulatedDisk("journal", _world.Time, random.Fork("disk"), DiskSpeed.SolidState);
        var journal = new SimulatedEventStore(_world.Time, random, disk, new JournalAccess(), See, _variant.Journal);
        var watch = new NodeWatch(_world, plans.Length, See) { Logged = _chronicle.OnLog, Trailed = _chronicle.OnTrail };
        var weather = new EffectWeather();
        return new SimulatedPlace(_world, network, [.. plans.Select(NewNode)], disk, journal, weather, watch);

        SimulatedNode NewNode(NodePlan plan, int index) => new(_world, network, plan, index, Equip, watch);

        NodeParts Equip(SimulatedNode node)
        {
            var work = new WorkPlace(node.Index, node.Life, node.Process!.Time, _world.Time, See);
            var effects = _options.Seed;
            return new NodeParts(
                journal.For(node.Index, node.Life),
                new ScriptedChatClient(work, weather, effects),
                Staff.Agents,
                Staff.Tools(work, weather, effects))
            {
                Variant = _variant,
            };
        }
    }

    private void See(Observation observation)
    {
        _checkers.See(observation);
        _person?.See(observation);
        _chronicle.See(observation);
    }
}

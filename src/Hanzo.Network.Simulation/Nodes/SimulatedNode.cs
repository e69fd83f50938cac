using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Net;
using Hanzo.Network.Simulation.World;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>One machine: starts, kills and stops processes of the real application.</summary>
public sealed class SimulatedNode(
    SimulatedWorld world, SimulatedNetwork network, NodePlan plan, int index, Func<SimulatedNode, NodeParts> parts, NodeWatch watch)
    : ISimulatedNode
{
    private IHost? _host;
    private ClusterHost? _application;
    private NetworkPlace? _place;
    private NodeParts? _parts;
    private GenerationGate? _gate;
    private bool _leaves;
    private int _heldDown;

    /// <summary>Of a process that is asked to leave: then whoever started it kills it, as systemd does after 90 s.</summary>
    public static readonly TimeSpan LongestLeave = TimeSpan.FromSeconds(90);

    /// <summary>A process that ended by itself is started again after this, as a service is.</summary>
    public static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(5);

    public int Index => index;

    public int Life { get; private set; }

    public SimulatedProcess? Process { get; private set; }

    public IAgentNetwork? Network { get; private set; }

    public ActorSystem? System => Serving?.System;

    public bool IsReady => !_leaves && Process is { IsPaused: false } && Serving is not null;

    public NodePlan Plan => plan;

    public MachineClock Clock => field ??= new MachineClock(this);

    /// <summary>Whether it serves or not.</summary>
    internal Generation? Present => _application?.Present;

    internal DirectorySnapshot? Directory => _host?.Services.GetRequiredService<NodeProcess>().Board.Current;

    private Generation? Serving => _gate?.Current;

    /// <summary>Starts a process; nothing if one lives or the machine is held down.</summary>
    public void Start()
    {
        if (Process is not null || _heldDown > 0) return;
        Life++;
        var number = index + (Life * SimulationOptions.MaxNodes);
        var process = new SimulatedProcess(world, number, $"{plan.NodeId}.{Life}") { Worked = () => watch.Look(this) };
        (Process, _leaves) = (process, false);
        Clock.Start(process.Time);
        _place = new NetworkPlace(index, plan.Address, process);
        watch.See(new ProcessStarted(world.Now, index, Life));
        process.Post(() => _ = RunAsync(process));
    }

    /// <summary>No process starts here until as many times let up.</summary>
    public void HoldDown() => _heldDown++;

    public void LetUp()
    {
        if (--_heldDown == 0) Start();
    }

    /// <summary>Kills the process: what it wrote to files stays, its connections are reset unless the machine is dark.</summary>
    public void Kill(ProcessEnd how)
    {
        if (Process is not { } process) return;
        process.Kill();
        network.Drop(_place!);
        _parts?.Store.End();
        (Process, Network, _host, _application, _gate, _parts) = (null, null, null, null, null, null);
        watch.See(new ProcessEnded(world.Now, index, Life, how));
        watch.Look(this);
        if (_heldDown == 0) world.After(RestartAfter, Start);
    }

    /// <summary>Lets the process leave in order, as SIGTERM does; it is killed when it does not end in time.</summary>
    public void Leave()
    {
        if (Process is not { } process || _leaves) return;
        _leaves = true;
        process.Post(() => _ = LeaveAsync(process));
        world.After(LongestLeave, () => EndLeft(process));
    }

    /// <summary>As somebody who asks the node to: it ends when it is drained, or when it has not become so in time.</summary>
    public void Drain(TimeSpan timeout)
    {
        if (Process is { } process && Network is { } network) process.Post(() => _ = DrainAsync(process, network, timeout));
        else Leave();
    }

    /// <summary>Somebody asks the node for one of its slots to move; nothing if it has none.</summary>
    /// <param name="number">Of the slots in text order, from 1, counted round.</param>
    public void Migrate(int number, SimulatedNode to)
    {
        if (Network is not { } network || Directory?.Self?.Description is not { Slots: { Count: > 0 } slots }) return;
        var slot = slots[(number - 1) % slots.Count];
        Process!.Post(() => _ = MigrateAsync(network, slot, to));
    }

    private async Task RunAsync(SimulatedProcess process)
    {
        try
        {
            _parts = parts(this);
            _host = NodeHost.Build(world, network, _place!, plan, _parts, watch, this);
            Network = _host.Services.GetRequiredService<IAgentNetwork>();
            _gate = _host.Services.GetRequiredService<GenerationGate>();
            _application = _host.Services.GetRequiredService<ClusterHost>();
            _host.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(Leave);
            await _application.StartAsync(CancellationToken.None);
        }
        catch (Exception error) when (error is not SimulationException && process.IsAlive)
        {
            watch.StartFailed(this, error);
            world.After(TimeSpan.Zero, () => EndLeft(process));
        }
    }

    private async Task LeaveAsync(SimulatedProcess process)
    {
        if (_application is { } application) await application.StopAsync(CancellationToken.None);
        world.After(TimeSpan.Zero, () => EndLeft(process));
    }

    private async Task DrainAsync(SimulatedProcess process, IAgentNetwork network, TimeSpan timeout)
    {
        try
        {
            await foreach (var step in network.Nodes.DrainAsync(timeout))
                if (step.IsLast) watch.See(new NodeDrained(world.Now, index, Life, step.Phase is DrainPhase.Drained));
        }
        catch (AgentNetworkException)
        {
            // It is in no cluster, so that there is nothing to drain.
        }

        world.After(TimeSpan.Zero, () =>
        {
            if (Process == process) Leave();
        });
    }

    private async Task MigrateAsync(IAgentNetwork network, string slot, SimulatedNode to)
    {
        try
        {
            var migration = await network.Agents.MigrateAsync(new MigrationRequest(slot, to.Plan.NodeId));
            if (migration.Status is MigrationStatus.Moved) watch.See(new SlotMigrated(world.Now, index, to.Index, slot));
        }
        catch (AgentNetworkException)
        {
            // That node is away, or may not have it: whoever asked is told so, and all is as it was.
        }
    }

    private void EndLeft(SimulatedProcess process)
    {
        if (Process == process) Kill(ProcessEnd.Leave);
    }
}

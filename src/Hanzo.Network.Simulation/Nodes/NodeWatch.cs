using Akka.Actor;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.World;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>Looks into the nodes from outside, without a message, and tells the checkers what has changed.</summary>
public sealed class NodeWatch(SimulatedWorld world, int nodes, Action<Observation> see)
{
    private readonly NodeView?[] _views = new NodeView?[nodes];

    /// <summary>Told of each line that a node logs.</summary>
    public Action<ISimulatedNode, LogLevel, EventId, string> Logged { get; init; } = (_, _, _, _) => { };

    /// <summary>Told of each line of a node's joining and downing.</summary>
    public Action<int, string> Trailed { get; init; } = (_, _) => { };

    public void See(Observation observation) => see(observation);

    public void WriterStopped(ISimulatedNode node, string session) => see(new WriterStopped(world.Now, node.Index, node.Life, session));

    public void HandOffCut(ISimulatedNode node, string slot) => see(new HandOffCut(world.Now, node.Index, node.Life, slot));

    public void StartFailed(ISimulatedNode node, Exception error) =>
        world.Trace.Add(new TraceLine(world.Now, TraceKind.Process, node.Index, -1, world.Now, $"did not start: {error.Message}"));

    /// <summary>After each step of the node: so nothing that changes for a moment only is missed.</summary>
    public void Look(SimulatedNode node)
    {
        ref var view = ref _views[node.Index];
        var generation = node.Process is null ? null : node.Present;
        if (view?.Generation != generation)
        {
            if (view is not null) see(new SystemChanged(world.Now, node.Index, view.Life, view.Generation.Number, Alive: false));
            view = generation is null ? null : new NodeView(generation, node.Index, node.Life);
            if (view is not null) see(new SystemChanged(world.Now, node.Index, view.Life, view.Generation.Number, Alive: true));
        }

        view?.Look(world.Now, see, Trailed);
    }
}

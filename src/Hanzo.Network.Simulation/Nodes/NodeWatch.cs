using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.World;
using Microsoft.Extensions.Logging;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>Looks into the nodes from outside, without a message, and tells the checkers what has changed.</summary>
public sealed class NodeWatch(SimulatedWorld world, Action<Observation> see)
{
    private readonly Dictionary<int, Seen> _seen = [];

    /// <summary>Told of each line that a node logs; counts ways of recovery.</summary>
    public Action<ISimulatedNode, LogLevel, EventId, string> Logged { get; init; } = (_, _, _, _) => { };

    public void See(Observation observation) => see(observation);

    public void StartFailed(ISimulatedNode node, Exception error) =>
        world.Trace.Add(new TraceLine(world.Now, TraceKind.Process, node.Index, -1, world.Now, $"did not start: {error.Message}"));

    public void Look(SimulatedNode node)
    {
        var seen = _seen.GetValueOrDefault(node.Index, Seen.Nothing);
        var now = node.Process is null || node.Generation is not { } generation
            ? Seen.Nothing with { Life = node.Life }
            : Seen.Of(node.Life, generation.Number, generation.System, (InternalActorRef)generation.Region);
        _seen[node.Index] = now;
        if (seen.Generation != now.Generation || seen.Life != now.Life) TellSystem(node, seen, now);
        if (!seen.Slots.AsSpan().SequenceEqual(now.Slots.AsSpan()) || seen.Life != now.Life)
            see(new SlotsHeld(world.Now, node.Index, now.Life, now.Slots));
        if (seen.State == now.State || now.State is not { } state) return;
        var (up, leaving) = (Names(state, MemberStatus.Up), Names(state, MemberStatus.Leaving));
        see(new MembersSeen(world.Now, node.Index, now.Life, now.Self, up, leaving, state.Unreachable.Count == 0));
    }

    private static ImmutableArray<string> Names(ClusterEvent.CurrentClusterState state, MemberStatus status) =>
        [.. state.Members.Where(m => m.Status == status).Select(m => m.UniqueAddress.ToString()).Order(StringComparer.Ordinal)];

    private void TellSystem(SimulatedNode node, Seen before, Seen now)
    {
        if (before.Generation > 0) see(new SystemChanged(world.Now, node.Index, before.Life, before.Generation, Alive: false));
        if (now.Generation > 0) see(new SystemChanged(world.Now, node.Index, now.Life, now.Generation, Alive: true));
    }

    private sealed record Seen(int Life, long Generation, string Self, ImmutableArray<string> Slots, ClusterEvent.CurrentClusterState? State)
    {
        public static readonly Seen Nothing = new(0, 0, "", [], null);

        public static Seen Of(int life, long generation, ActorSystem system, InternalActorRef region)
        {
            var cluster = Akka.Cluster.Cluster.Get(system);
            var slots = region.Children.Select(shard => shard.Path.Name).Order(StringComparer.Ordinal);
            return new Seen(life, generation, cluster.SelfUniqueAddress.ToString(), [.. slots], cluster.State);
        }
    }
}

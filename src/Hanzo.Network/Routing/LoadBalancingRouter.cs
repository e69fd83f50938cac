using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Routing;

/// <summary>
/// Shares runs among agents whatever the prompt, by the nodes that may run them: an agent without a healthy one is passed over. Nodes
/// tell their load and show that they live each second, so that there is no interval to set.
/// </summary>
public sealed class LoadBalancingRouter : IRouter
{
    private readonly LoadBalancing _strategy;
    private readonly ImmutableSortedSet<AgentName>? _among;
    private readonly Func<double>? _random;
    private long _turn = -1;

    /// <param name="among">The agents that share the runs; null: all.</param>
    /// <param name="random">From 0 up to 1, drawn once for each agent and run; only <see cref="LoadBalancing.Random"/> needs it.</param>
    /// <exception cref="ArgumentException">The strategy is random, and nothing to draw from is given, or it is none.</exception>
    public LoadBalancingRouter(LoadBalancing strategy, IEnumerable<AgentName>? among = null, Func<double>? random = null)
    {
        if (!Enum.IsDefined(strategy))
            throw new ArgumentException(
                $"strategy is {(int)strategy}; it must be one of {string.Join(", ", Enum.GetNames<LoadBalancing>())}.", nameof(strategy));
        if (strategy is LoadBalancing.Random && random is null)
            throw new ArgumentException("the strategy Random needs a source of randomness.", nameof(random));
        (_strategy, _among, _random) = (strategy, among?.ToImmutableSortedSet(), random);
    }

    public string Name => RouterNames.Of(_strategy);

    public ValueTask<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var pool = query.Agents.Where(agent => _among?.Contains(agent.Name) != false).OrderBy(agent => agent.Name)
            .Select(agent => new Choice(agent, [.. query.Peers.Where(peer => peer.MayRun(agent))])).ToImmutableArray();
        var able = pool.Where(choice => !choice.Healthy.IsEmpty).ToImmutableArray();
        var (best, considered) = RouteDecision.Rank([.. Rate(able), .. pool.Except(able).Select(Refused)]);
        return ValueTask.FromResult(best is null
            ? RouteDecision.Nobody("no agent has a healthy node to run on", considered)
            : new RouteDecision(best.Agent, $"'{best.Agent}' of {query.Agents.Length} agents: {best.Reason}.", considered));
    }

    private IEnumerable<RouteCandidate> Rate(ImmutableArray<Choice> able) => _strategy switch
    {
        LoadBalancing.RoundRobin => InTurn(able),
        LoadBalancing.Random => able.Select(choice => Candidate(choice, Math.Max(double.Epsilon, _random!()), "it was drawn at random")),
        LoadBalancing.LeastLoaded => able.Select(ByLoad),
        LoadBalancing.Capability => ByCapability(able),
        _ => throw new ArgumentOutOfRangeException(nameof(able), _strategy, null),
    };

    private IEnumerable<RouteCandidate> InTurn(ImmutableArray<Choice> able)
    {
        if (able.IsEmpty) return [];
        var turn = (int)((ulong)Interlocked.Increment(ref _turn) % (ulong)able.Length);
        return able.Select((choice, place) =>
        {
            var before = (place - turn + able.Length) % able.Length;
            var reason = before == 0 ? "it is its turn" : $"{before} before it";
            return Candidate(choice, 1 - ((double)before / able.Length), reason);
        });
    }

    private static RouteCandidate ByLoad(Choice choice)
    {
        var node = choice.Healthy.MinBy(peer => peer.CurrentLoad)!;
        var share = string.Create(CultureInfo.InvariantCulture, $"{node.CurrentLoad * 100:0} %");
        var reason = $"'{node.Id}', which may run it, has {share} of its runs";
        return Candidate(choice, 1 / (1 + node.CurrentLoad), reason);
    }

    private static IEnumerable<RouteCandidate> ByCapability(ImmutableArray<Choice> able)
    {
        var placed = able.Select(choice => (Choice: choice, Node: Placed(choice))).ToImmutableArray();
        if (placed.IsEmpty) return [];
        var soonest = placed.Min(one => one.Node.Score.ExpectedSeconds);
        return placed.Select(one =>
        {
            var (seconds, tflops) = (one.Node.Score.ExpectedSeconds, one.Node.Score.Throughput.Tflops);
            var reason = string.Create(
                CultureInfo.InvariantCulture, $"on '{one.Node.Node}' ({tflops:0.##} TFLOPS) it would end after {seconds:0.###} s");
            return Candidate(one.Choice, soonest / seconds, reason);
        });
    }

    private static NodeVerdict Placed(Choice choice)
    {
        var explanation = PlacementPlanner.Explain([.. choice.Healthy.Select(peer => peer.View)], choice.Agent);
        var decision = NodeSelector.Select(choice.Agent, explanation, PlacementStrategy.Capability, turn: 0, dedicated: true);
        return explanation.Nodes.First(node => node.Node == decision.Node);
    }

    private static RouteCandidate Refused(Choice choice)
    {
        var nodes = string.Join(", ", choice.Nodes.Select(peer => peer.Id));
        return new RouteCandidate(choice.Agent.Name, 0, nodes.Length == 0 ? "no node may run it" : $"not healthy: {nodes}");
    }

    private static RouteCandidate Candidate(Choice choice, double score, string reason) =>
        new(choice.Agent.Name, RouteDecision.Rounded(score), reason) { Suits = true };

    /// <param name="Nodes">Those that may run it.</param>
    private sealed record Choice(Agent Agent, ImmutableArray<RoutePeer> Nodes)
    {
        public ImmutableArray<RoutePeer> Healthy { get; } = [.. Nodes.Where(peer => peer.Healthy)];
    }
}

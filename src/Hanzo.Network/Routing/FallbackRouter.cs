using System.Collections.Immutable;

namespace Hanzo.Network.Routing;

/// <summary>Asks one router after the other until one picks somebody.</summary>
public sealed class FallbackRouter : IRouter
{
    private readonly ImmutableArray<IRouter> _routers;

    /// <exception cref="ArgumentException">There is none.</exception>
    public FallbackRouter(params ImmutableArray<IRouter> routers)
    {
        if (routers.IsDefaultOrEmpty) throw new ArgumentException("there must be a router at least.", nameof(routers));
        _routers = routers;
    }

    public string Name => string.Join(", else ", _routers.Select(router => router.Name));

    public async ValueTask<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellation)
    {
        if (query.Agents.IsEmpty) return RouteDecision.Nobody("", []);
        var passed = ImmutableArray.CreateBuilder<(IRouter Router, RouteDecision Decision)>();
        foreach (var router in _routers)
        {
            var decision = await router.RouteAsync(query, cancellation);
            if (decision.Agent is not null)
            {
                var before = string.Join(" and ", passed.Select(one => one.Router.Name));
                return before.Length == 0 ? decision : decision with { Why = $"{decision.Why} Before it, {before} found nobody." };
            }

            passed.Add((router, decision));
        }

        var reasons = passed.Select(one => passed.Count == 1 ? one.Decision.Why : $"{one.Router.Name}: {one.Decision.Why}");
        return new RouteDecision(null, string.Join(" ", reasons), passed[0].Decision.Considered);
    }
}

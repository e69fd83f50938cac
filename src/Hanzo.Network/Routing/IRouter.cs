using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Routing;

/// <summary>Picks the agent for a prompt that names none. Safe for concurrent use.</summary>
public interface IRouter
{
    /// <summary>A word for people, such as <c>semantic</c>.</summary>
    string Name => GetType().Name;

    /// <remarks>A router whose own source fails (a model, a delegate of the user) picks nobody and says why; it does not throw.</remarks>
    ValueTask<RouteDecision> RouteAsync(RouteQuery query, CancellationToken cancellation);
}

public static class RouterExtensions
{
    /// <summary>Of a network without peers, context or state.</summary>
    public static ValueTask<RouteDecision> RouteAsync(
        this IRouter router, string input, ImmutableArray<Agent> agents, CancellationToken cancellation = default) =>
        router.RouteAsync(new RouteQuery(input, agents), cancellation);
}

using System.Collections.Immutable;
using Akka.Actor.Setup;
using Akka.Embedded.Runtime;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Hosting.Routes;

/// <summary>Our runtime's remoting knows several addresses of a peer.</summary>
internal static class RoutesRuntime
{
    /// <summary>Remoting dials other addresses of a peer when its own does not answer.</summary>
    public const bool KnowsSeveral = true;

    public static IEnumerable<Setup> SetupsFor(PeerRoutes routes) =>
    [
        new RemoteRoutes
        {
            Others = (host, port) => [.. routes.OthersOf(host, port).Select(other => new RemoteRoute(other.Host, other.Port))],
            Changed = (host, port, states) => routes.Observe(host, port, [.. states.Select(ToRoute)]),
        },
    ];

    private static PeerRoute ToRoute(RouteState state) =>
        new(state.Route.ToString(), state.Latency?.TotalMilliseconds, state.InUse, state.Shunned);
}

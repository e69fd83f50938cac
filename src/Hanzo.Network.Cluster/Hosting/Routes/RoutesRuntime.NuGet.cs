using Akka.Actor.Setup;

namespace Hanzo.Network.Cluster.Hosting.Routes;

/// <summary>Akka.NET's remoting dials a peer's own address and no other.</summary>
internal static class RoutesRuntime
{
    public const bool KnowsSeveral = false;

    public static IEnumerable<Setup> SetupsFor(PeerRoutes routes) => [];
}

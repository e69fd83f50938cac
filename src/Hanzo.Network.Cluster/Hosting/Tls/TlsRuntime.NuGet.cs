using System.Collections.Immutable;
using Akka.Actor;
using Akka.Actor.Setup;
using Hanzo.Network.Security;

namespace Hanzo.Network.Cluster.Hosting.Tls;

/// <summary>Akka.NET's TLS does not ask who connects for a certificate, so that it would secure nothing.</summary>
internal static class TlsRuntime
{
    /// <summary>Why nodes cannot be secured; null: they can.</summary>
    public static readonly string? Lack = "Akka.NET's TLS does not ask connecting nodes for a certificate; the embedded runtime's does";

    /// <summary>Akka.NET counts no connections that came to nothing.</summary>
    public static ImmutableSortedDictionary<string, long> CountsOf(ActorSystem system) => ImmutableSortedDictionary<string, long>.Empty;

    /// <exception cref="NotSupportedException">Always.</exception>
    public static Setup SetupOf(INodeSecurity security) => throw new NotSupportedException($"{security.Keys}: {Lack}.");
}

using System.Collections.Immutable;
using System.Security.Authentication;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Embedded.Remoting;
using Akka.Embedded.Runtime;
using Hanzo.Network.Security;

namespace Hanzo.Network.Cluster.Hosting.Tls;

/// <summary>TLS between nodes as this runtime has it: both sides show a certificate, which may change while they run.</summary>
internal static class TlsRuntime
{
    /// <summary>Why nodes cannot be secured; null: they can.</summary>
    public static readonly string? Lack;

    /// <summary>On macOS .NET has no TLS 1.3 for servers.</summary>
    private static readonly SslProtocols Protocols =
        OperatingSystem.IsMacOS() ? SslProtocols.Tls12 | SslProtocols.Tls13 : SslProtocols.Tls13;

    /// <summary>Connections that came to nothing, by reason, zeros left out.</summary>
    public static ImmutableSortedDictionary<string, long> CountsOf(ActorSystem system)
    {
        var counts = RemotingCounts.Of(system);
        (string Reason, long Count)[] all =
        [
            ("strangers", counts.Strangers), ("untrusted", counts.Untrusted), ("silent", counts.Silent),
            ("displaced", counts.Displaced), ("refused", counts.Refused), ("broken", counts.Broken),
        ];
        return all.Where(one => one.Count > 0)
            .ToImmutableSortedDictionary(one => one.Reason, one => one.Count, StringComparer.Ordinal);
    }

    public static Setup SetupOf(INodeSecurity security) => new TlsSetup
    {
        Certificate = () => security.Certificate,
        Authorities = () => security.Authorities,
        Refuse = security.Refuse,
        VerifiesPeers = security.VerifiesPeers,
        Protocols = Protocols,
    };
}

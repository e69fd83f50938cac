using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;

namespace Akka.Embedded.Runtime;

/// <summary>
/// Who this node is and whom it trusts, when <c>akka.remote.dot-netty.tcp.enable-ssl</c> is on; goes before what the configuration
/// says of certificates. Everything is asked anew on every connection, so that certificates, authorities and revocations change
/// without a restart. Called on any thread.
/// </summary>
public sealed class TlsSetup : Setup
{
    /// <summary>This node's certificate, with its private key. It is shown to whom it connects to and to who connects.</summary>
    public required Func<X509Certificate2> Certificate { get; init; }

    /// <summary>
    /// The only roots to which a peer's certificate may lead; names in it do not matter then. Null: the roots of the operating system,
    /// and the certificate must be for the same host name as this node's own.
    /// </summary>
    public Func<X509Certificate2Collection>? Authorities { get; init; }

    /// <summary>
    /// Why a peer is refused although its certificate leads to an authority (revoked, not of this network); null: it is welcome. Asked
    /// again every <c>akka.remote.transport-failure-detector.heartbeat-interval</c> while it is connected.
    /// </summary>
    public Func<X509Certificate2, string?>? Refuse { get; init; }

    /// <summary>False: any certificate of a peer is accepted, and none. It is encrypted, and nobody knows for whom.</summary>
    public bool VerifiesPeers { get; init; } = true;

    /// <summary>TLS 1.2, 1.3 or both.</summary>
    public SslProtocols Protocols { get; init; } = SslProtocols.Tls12 | SslProtocols.Tls13;
}

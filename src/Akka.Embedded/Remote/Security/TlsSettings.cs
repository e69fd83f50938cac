using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.Embedded.Runtime;
using Akka.Remote.Transport.DotNetty;

namespace Akka.Embedded.Remoting;

/// <summary>What remoting needs to know for TLS, from a setup or from `akka.remote.dot-netty.tcp.ssl`.</summary>
internal sealed record TlsSettings(Func<X509Certificate2> Certificate, PeerCheck Check)
{
    private const string Enabled = "akka.remote.dot-netty.tcp.enable-ssl";
    private const SslProtocols Known = SslProtocols.Tls12 | SslProtocols.Tls13;

    /// <summary>Null: those of the operating system.</summary>
    public Func<X509Certificate2Collection>? Authorities { get; init; }

    public SslProtocols Protocols { get; init; } = Known;

    /// <summary>Null: connections are not secured.</summary>
    /// <exception cref="ConfigurationException">It is switched on, and there is no certificate, or one that cannot be used.</exception>
    public static TlsSettings? Read(Config config, ActorSystemSetup setup)
    {
        if (!config.GetBoolean(Enabled))
        {
            return null;
        }

        if (setup.Get<TlsSetup>() is { HasValue: true, Value: var own })
        {
            return Of(own);
        }

        var given = setup.Get<DotNettySslSetup>();
        if (!CertificateFiles.IsNamed(config) && given.HasValue)
        {
            return Shared(given.Value.Certificate, given.Value.SuppressValidation);
        }

        return Shared(CertificateFiles.Read(config), config.GetBoolean(CertificateFiles.Path + "suppress-validation"));
    }

    private static TlsSettings Of(TlsSetup setup) => setup.Protocols is not SslProtocols.None && (setup.Protocols & ~Known) == 0
        ? new TlsSettings(setup.Certificate, CheckOf(setup))
        {
            Authorities = setup.Authorities,
            Protocols = setup.Protocols,
        }
        : throw new ConfigurationException($"TlsSetup.Protocols is {setup.Protocols}; allowed: Tls12, Tls13 or both.");

    private static PeerCheck CheckOf(TlsSetup setup) =>
        new() { IsSuppressed = !setup.VerifiesPeers, Refuse = setup.Refuse, RequiredName = NameFor(setup) };

    private static Func<string>? NameFor(TlsSetup setup) => setup.Authorities is null ? () => NameOf(setup.Certificate()) : null;

    /// <summary>All nodes show the same certificate, or at least one for the same name.</summary>
    private static TlsSettings Shared(X509Certificate2 certificate, bool isSuppressed)
    {
        if (!certificate.HasPrivateKey)
        {
            throw new ConfigurationException($"{Enabled} is on; the certificate '{certificate.Subject}' comes without its private key.");
        }

        var name = NameOf(certificate);
        return new TlsSettings(() => certificate, new PeerCheck { IsSuppressed = isSuppressed, RequiredName = () => name });
    }

    private static string NameOf(X509Certificate2 certificate) => certificate.GetNameInfo(X509NameType.DnsName, forIssuer: false);
}

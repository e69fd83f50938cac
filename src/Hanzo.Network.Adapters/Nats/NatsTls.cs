using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Adapters.Security;

namespace Hanzo.Network.Adapters.Nats;

/// <summary>TLS to a NATS server, which must show a certificate for its name by an authority that is trusted.</summary>
internal static class NatsTls
{
    /// <param name="inner">Owned by what is returned; closed when this fails.</param>
    /// <exception cref="IOException">The server's certificate is not accepted, or TLS does not come about.</exception>
    public static async Task<Stream> SecureAsync(NatsServer server, Stream inner, CancellationToken cancellation)
    {
        string? fault = null;
        var stream = new SslStream(inner);
        try
        {
            var options = new SslClientAuthenticationOptions
            {
                TargetHost = server.Host,
                EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
                CertificateChainPolicy = PolicyOf(server.ReadAuthorities()),
                RemoteCertificateValidationCallback = (_, shown, chain, errors) =>
                    (fault = FaultOf(server, shown, chain, errors)) is null,
            };
            await stream.AuthenticateAsClientAsync(options, cancellation);
            return stream;
        }
        catch (Exception e)
        {
            await stream.DisposeAsync();
            throw e switch
            {
                KeyStoreException => new IOException(e.Message, e),
                AuthenticationException or IOException => new IOException(fault ?? $"TLS fails: {e.Message}", e),
                _ => e,
            };
        }
    }

    // Without authorities of its own the platform's rules hold, but for revocations, which would be asked for elsewhere.
    private static X509ChainPolicy PolicyOf(X509Certificate2Collection? authorities)
    {
        var policy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true };
        if (authorities is null) return policy;
        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(authorities);
        return policy;
    }

    private static string? FaultOf(NatsServer server, X509Certificate? shown, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None) return null;
        if (shown is null || errors.HasFlag(SslPolicyErrors.RemoteCertificateNotAvailable)) return "it shows no certificate";
        if (!errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
            return $"its certificate ({shown.Subject}) is not for '{server.Host}'";
        var reasons = (chain?.ChainStatus ?? []).Select(status => status.StatusInformation.Trim()).Distinct();
        return $"its certificate ({shown.Subject}) is not trusted: {string.Join(" ", reasons)} "
            + "--nats-ca FILE.pem names the authority that signed it";
    }
}

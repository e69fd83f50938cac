using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Akka.Embedded.Remoting;

/// <summary>The one place where a peer's certificate is judged, on both sides of a connection.</summary>
internal sealed class PeerCheck
{
    /// <summary>Accepts any certificate, and none.</summary>
    public bool IsSuppressed { get; init; }

    /// <summary>The host name that a peer's certificate must carry; null: any.</summary>
    public Func<string>? RequiredName { get; init; }

    /// <summary>Why one that is otherwise good is refused.</summary>
    public Func<X509Certificate2, string?>? Refuse { get; init; }

    /// <summary>Why the peer is refused; null: it is welcome.</summary>
    /// <param name="chain">As the operating system has followed it.</param>
    public string? ReasonAgainst(X509Certificate2? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (IsSuppressed)
        {
            return null;
        }

        if (certificate is null)
        {
            return "it shows no certificate";
        }

        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors))
        {
            var faults = chain is null ? "" : string.Join(" ", chain.ChainStatus.Select(s => s.StatusInformation.Trim()).Distinct());
            return $"its certificate '{certificate.Subject}' is not trusted here: {faults}";
        }

        return RequiredName?.Invoke() is { } name && !certificate.MatchesHostname(name)
            ? $"its certificate '{certificate.Subject}' is not for '{name}'"
            : Refuse?.Invoke(certificate);
    }

    /// <summary>The same for a peer that has been welcome: what may have changed since.</summary>
    public string? ReasonAgainst(X509Certificate2 certificate, DateTimeOffset now)
    {
        if (IsSuppressed)
        {
            return null;
        }

        return now.UtcDateTime > certificate.NotAfter.ToUniversalTime()
            ? $"its certificate '{certificate.Subject}' has expired"
            : Refuse?.Invoke(certificate);
    }
}

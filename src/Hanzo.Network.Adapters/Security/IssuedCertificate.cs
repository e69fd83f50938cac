using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Hanzo.Network.Adapters.Security;

/// <summary>Whether a certificate comes from an authority, where no connection of the network itself asks.</summary>
public static class IssuedCertificate
{
    /// <summary>Why it does not count, without a full stop; null: it does. Whether it was revoked is not looked at.</summary>
    public static string? WhyNot(X509Certificate2 root, X509Certificate2 certificate, DateTimeOffset now)
    {
        var shown = $"the certificate '{NodeKeys.Shown(certificate)}'";
        if (NodeKeys.ReasonAgainst(certificate, [root], isNowWanted: false) is not null)
            return $"{shown} was not signed by the network's authority";
        var (from, until) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        return now >= from && now < until ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"{shown} counts from {from:yyyy-MM-dd HH:mm:ss}Z to {until:yyyy-MM-dd HH:mm:ss}Z only");
    }
}

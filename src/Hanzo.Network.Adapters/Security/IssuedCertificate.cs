using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Hanzo.Network.Adapters.Security;

/// <summary>Whether a certificate comes from an authority, where no connection of the network itself asks.</summary>
public static class IssuedCertificate
{
    /// <summary>Why it does not count, without a full stop; null: it does. Whether it was revoked is not looked at.</summary>
    public static string? WhyNot(X509Certificate2 root, X509Certificate2 certificate, DateTimeOffset now)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.Add(root);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        if (!chain.Build(certificate)) return $"the certificate '{certificate.Subject}' was not signed by the network's authority";
        var (from, until) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        return now >= from && now < until ? null : string.Create(
            CultureInfo.InvariantCulture,
            $"the certificate '{certificate.Subject}' counts from {from:yyyy-MM-dd HH:mm:ss}Z to {until:yyyy-MM-dd HH:mm:ss}Z only");
    }
}

using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Hanzo.Network.Adapters.Security;

/// <summary>A node's own key, what it asks the authority to sign, and its certificate as text.</summary>
public static class NodeKeys
{
    private const int MaxShown = 100;

    /// <summary>On P-256.</summary>
    public static ECDsa Create() => ECDsa.Create(ECCurve.NamedCurves.nistP256);

    /// <summary>Asks for a certificate of the key (PKCS#10, DER). Whom it is for is what the authority decides.</summary>
    public static byte[] Request(ECDsa key, string nodeId) =>
        new CertificateRequest(CommonName(nodeId), key, HashAlgorithmName.SHA256).CreateSigningRequest();

    /// <summary>The certificate with its key, as connections need it.</summary>
    /// <exception cref="ArgumentException">The certificate is for another key.</exception>
    public static X509Certificate2 Join(X509Certificate2 certificate, ECDsa key) => Usable(certificate.CopyWithPrivateKey(key));

    /// <summary>Certificate, then key, as PEM.</summary>
    public static string Write(X509Certificate2 certificate)
    {
        using var key = certificate.GetECDsaPrivateKey() ?? throw new CryptographicException("the certificate comes without an ECDSA key");
        return certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n";
    }

    /// <param name="file">For messages.</param>
    /// <exception cref="KeyStoreException">It holds no certificate, no key, or a key of another certificate.</exception>
    public static X509Certificate2 Read(string file, ReadOnlySpan<byte> pem) => Read(file, pem, file, pem);

    /// <inheritdoc cref="Read(string, ReadOnlySpan{byte})"/>
    public static X509Certificate2 Read(string file, ReadOnlySpan<byte> pem, string keyFile, ReadOnlySpan<byte> keyPem)
    {
        try
        {
            return Usable(X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(pem), Encoding.UTF8.GetString(keyPem)));
        }
        catch (Exception e) when (IsUnusable(e))
        {
            var files = file == keyFile ? $"{file} does not hold" : $"{file} and {keyFile} do not hold";
            throw new KeyStoreException($"{files} a certificate and its private key as PEM: {e.Message}", e);
        }
    }

    /// <summary>Whom a certificate says it is for, for messages: whoever made it has written that.</summary>
    internal static string Shown(X509Certificate2 certificate)
    {
        var subject = new string([.. certificate.Subject.Take(MaxShown).Select(c => char.IsControl(c) ? '?' : c)]);
        return certificate.Subject.Length > MaxShown ? subject + "…" : subject;
    }

    /// <summary>Why the certificate does not lead to one of the roots; null: it does.</summary>
    /// <param name="isNowWanted">Whether the time of the certificates is looked at.</param>
    internal static string? ReasonAgainst(X509Certificate2 certificate, X509Certificate2Collection roots, bool isNowWanted)
    {
        using var chain = new X509Chain();
        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.CustomTrustStore.AddRange(roots);
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.DisableCertificateDownloads = true;
        if (!isNowWanted) chain.ChainPolicy.VerificationFlags = X509VerificationFlags.IgnoreNotTimeValid;
        return chain.Build(certificate)
            ? null
            : string.Join(" ", chain.ChainStatus.Select(status => status.StatusInformation.Trim()).Distinct());
    }

    /// <summary>What the platform throws at bytes that are no keys or certificates, or none that it knows.</summary>
    internal static bool IsUnusable(Exception e) => e is CryptographicException or NotSupportedException or ArgumentException;

    internal static X500DistinguishedName CommonName(string name)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName(name);
        return subject.Build();
    }

    /// <summary>Windows' TLS uses no keys that are in memory only.</summary>
    private static X509Certificate2 Usable(X509Certificate2 certificate)
    {
        if (!OperatingSystem.IsWindows()) return certificate;
        using (certificate) return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
    }
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Agents;
using Hanzo.Network.Security;

namespace Hanzo.Network.Adapters.Security;

/// <summary>The one that says which nodes belong to a network: its key is on the machine that created the network.</summary>
/// <param name="stamp">
/// When certificates (true) and revocations (false) are said to be made, each time later than before; null: by the clock.
/// </param>
public sealed class CertificateAuthority(
    string networkId, X509Certificate2 root, TimeProvider time, Func<bool, DateTimeOffset>? stamp = null) : IDisposable
{
    /// <summary>Bytes of a request that is looked at.</summary>
    public const int MaxRequestBytes = 4096;

    private const string ServerUse = "1.3.6.1.5.5.7.3.1";
    private const string ClientUse = "1.3.6.1.5.5.7.3.2";

    /// <summary>Whom all nodes of the network trust.</summary>
    public X509Certificate2 Root { get; } = root;

    /// <summary>A new authority's certificate with its key.</summary>
    public static X509Certificate2 Create(string network, string networkId, DateTimeOffset now)
    {
        var subject = new X500DistinguishedNameBuilder();
        subject.AddCommonName($"Hanzo Network {network}");
        subject.AddOrganizationName(networkId);
        using var key = NodeKeys.Create();
        var request = new CertificateRequest(subject.Build(), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, true, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - CertificateRules.AuthorityBackdate, now + CertificateRules.AuthorityLifetime);
    }

    /// <summary>What invites pin: SHA-256 of the root's DER.</summary>
    public static ImmutableArray<byte> FingerprintOf(X509Certificate2 root) => [.. root.GetCertHash(HashAlgorithmName.SHA256)];

    /// <summary>A certificate for whoever holds the key of the request. Nothing else of the request counts.</summary>
    /// <param name="request">PKCS#10, DER, signed by the key that it is for.</param>
    /// <exception cref="FormatException">It is no such request, or its key is not on P-256.</exception>
    /// <exception cref="KeyStoreException">The machine's clock is out of the authority's time.</exception>
    public X509Certificate2 Sign(byte[] request, string nodeId)
    {
        if (request.Length > MaxRequestBytes)
            throw new FormatException($"the request has {request.Length} bytes; at most {MaxRequestBytes} are read.");
        if (KeyOf(request) is { } key) return Issue(key, nodeId);
        throw new FormatException("the request's key must be an ECDSA key on P-256.");
    }

    /// <summary>A certificate for a key of its own, which it comes with.</summary>
    /// <exception cref="KeyStoreException">The machine's clock is out of the authority's time.</exception>
    public X509Certificate2 Issue(string nodeId)
    {
        using var key = NodeKeys.Create();
        using var certificate = Issue(new PublicKey(key), nodeId);
        return NodeKeys.Join(certificate, key);
    }

    /// <summary>The next list, signed: of the node nothing counts any more that it was given until now.</summary>
    /// <exception cref="InvalidOperationException">Too many nodes are on it.</exception>
    public RevocationList Revoke(RevocationList list, string nodeId) =>
        Sign(RevocationRules.Next(list, nodeId, Stamp(isCertificate: false)));

    /// <summary>The list with a signature that every node of the network can check.</summary>
    public RevocationList Sign(RevocationList list)
    {
        using var key = Root.GetECDsaPrivateKey() ?? throw new CryptographicException("the authority comes without its key");
        return list with
        {
            Signature = [.. key.SignData(RevocationRules.SignedBytes(networkId, list), HashAlgorithmName.SHA256)],
        };
    }

    public static bool HasSigned(X509Certificate2 root, string networkId, RevocationList list)
    {
        using var key = root.GetECDsaPublicKey();
        var signed = RevocationRules.SignedBytes(networkId, list);
        return key is not null && key.VerifyData(signed, list.Signature.AsSpan(), HashAlgorithmName.SHA256);
    }

    public void Dispose() => Root.Dispose();

    private static PublicKey? KeyOf(byte[] request)
    {
        try
        {
            var asked = CertificateRequest.LoadSigningRequest(request, HashAlgorithmName.SHA256).PublicKey;
            using var key = asked.GetECDsaPublicKey();
            return key?.ExportParameters(false).Curve.Oid.Value == ECCurve.NamedCurves.nistP256.Oid.Value ? asked : null;
        }
        catch (Exception e) when (NodeKeys.IsUnusable(e))
        {
            throw new FormatException($"that is no request for a certificate: {e.Message}", e);
        }
    }

    private X509Certificate2 Issue(PublicKey key, string nodeId)
    {
        if (!NodeIdRules.IsValid(nodeId)) throw new ArgumentException($"'{nodeId}' is no node id; allowed: {NodeIdRules.AllowedForm}.");
        var now = time.GetUtcNow();
        var (first, last) = (Root.NotBefore.ToUniversalTime(), Root.NotAfter.ToUniversalTime());
        if (now < first || now >= last)
            throw new KeyStoreException(
                $"this machine's clock says {now:u}, and the network's authority counts from {first:u} to {last:u}: no certificates can be "
                + "made now.");
        var request = new CertificateRequest(NodeKeys.CommonName(nodeId), key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(false, false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerUse), new Oid(ClientUse)], critical: false));
        request.CertificateExtensions.Add(PeerCertificate.Extension(new PeerName(networkId, nodeId)));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Root, true, false));
        var (from, until) = (now - CertificateRules.NodeBackdate, now + CertificateRules.NodeLifetime);
        return request.Create(
            Root, from > first ? from : first, until < last ? until : last,
            CertificateSerial.Create(Stamp(isCertificate: true), RandomNumberGenerator.GetBytes(CertificateSerial.RandomBytes)));
    }

    private DateTimeOffset Stamp(bool isCertificate) => stamp?.Invoke(isCertificate) ?? time.GetUtcNow();
}

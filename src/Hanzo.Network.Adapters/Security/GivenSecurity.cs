using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hanzo.Network.Agents;
using Hanzo.Network.Security;

namespace Hanzo.Network.Adapters.Security;

/// <summary>
/// A node whose certificate others made, with an authority of their own: whoever shows a certificate of it is of the network. The
/// network's id and the key of its beacons are derived from the authority's certificates, so that nothing else needs to be told.
/// </summary>
public sealed class GivenSecurity : INodeSecurity
{
    private const string KeyPurpose = "hanzo.beacons.1";

    private GivenSecurity(NetworkKeys keys, X509Certificate2 certificate, X509Certificate2Collection authorities, bool verifiesPeers) =>
        (Keys, Certificate, Authorities, VerifiesPeers) = (keys, certificate, authorities, verifiesPeers);

    public NetworkKeys Keys { get; }

    public X509Certificate2 Certificate { get; }

    public X509Certificate2Collection Authorities { get; }

    public bool VerifiesPeers { get; }

    /// <summary>Revoking is done by the authority's own means: it gives out no further certificates.</summary>
    public RevocationList Revocations => RevocationList.None;

    /// <summary>Reads PEM files; they are not read again.</summary>
    /// <param name="authorityFile">One root or several; the node's certificate was signed by one of them.</param>
    /// <exception cref="KeyStoreException">A file cannot be read, or does not hold what it should.</exception>
    public static GivenSecurity Open(string network, string certificateFile, string keyFile, string authorityFile, bool verifyPeers)
    {
        var certificate = NodeKeys.Read(certificateFile, Require(certificateFile), keyFile, Require(keyFile));
        var authorities = RootsOf(authorityFile, Require(authorityFile));
        if (NodeKeys.ReasonAgainst(certificate, authorities, isNowWanted: true) is { } fault)
            throw new KeyStoreException($"{certificateFile} is not trusted by the authorities of {authorityFile}: {fault}");
        return new GivenSecurity(KeysOf(network, authorities), certificate, authorities, verifyPeers);
    }

    public string? Refuse(X509Certificate2 peer) => null;

    public bool Offer(RevocationList list) => false;

    private static byte[] Require(string file) =>
        KeyFiles.Find(file, isSecret: false) ?? throw new KeyStoreException($"{file} is missing.");

    private static X509Certificate2Collection RootsOf(string file, byte[] pem)
    {
        var roots = new X509Certificate2Collection();
        try
        {
            roots.ImportFromPem(Encoding.UTF8.GetString(pem));
        }
        catch (Exception e) when (NodeKeys.IsUnusable(e))
        {
            throw new KeyStoreException($"{file} does not hold certificates as PEM: {e.Message}", e);
        }

        return roots.Count > 0 ? roots : throw new KeyStoreException($"{file} holds no certificate as PEM.");
    }

    private static NetworkKeys KeysOf(string network, X509Certificate2Collection authorities)
    {
        var prints = authorities.Select(root => root.GetCertHash(HashAlgorithmName.SHA256)).OrderBy(Convert.ToHexString);
        var print = SHA256.HashData([.. prints.SelectMany(bytes => bytes)]);
        // As in a ULID the first 48 bits are a time, here that of nothing.
        var time = DateTimeOffset.FromUnixTimeMilliseconds(BinaryPrimitives.ReadInt64BigEndian(print) >>> 24);
        var id = Ulid.Create(time, print.AsSpan(8, 10));
        var key = HKDF.DeriveKey(HashAlgorithmName.SHA256, print, NetworkKeys.BeaconKeyBytes, info: Encoding.ASCII.GetBytes(KeyPurpose));
        return new NetworkKeys(network, id, ImmutableArray.Create(key));
    }
}

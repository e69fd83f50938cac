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

    private readonly GivenFiles _files;
    private Given _given;
    private string? _problem;

    private GivenSecurity(string network, GivenFiles files, Given given, bool verifiesPeers) =>
        (Keys, _files, _given, VerifiesPeers) = (KeysOf(network, given.Authorities), files, given, verifiesPeers);

    /// <summary>Of the authorities that there were at the start.</summary>
    public NetworkKeys Keys { get; }

    public X509Certificate2 Certificate => Volatile.Read(ref _given).Certificate;

    public X509Certificate2Collection Authorities => Volatile.Read(ref _given).Authorities;

    public bool VerifiesPeers { get; }

    /// <summary>Revoking is done by the authority's own means: it gives out no further certificates.</summary>
    public RevocationList Revocations => RevocationList.None;

    /// <summary>Why the files as they were at the last <see cref="Look"/> cannot be used; null: they can, and are.</summary>
    public string? Problem => Volatile.Read(ref _problem);

    /// <summary>Reads PEM files; <see cref="Look"/> reads them again.</summary>
    /// <exception cref="KeyStoreException">A file cannot be read, or does not hold what it should.</exception>
    public static GivenSecurity Open(string network, GivenFiles files, bool verifyPeers) =>
        new(network, files, Given.Of(files, files.Read()), verifyPeers);

    /// <summary>
    /// Reads the files again. What they hold now counts from the next connection on; what cannot be used changes nothing but
    /// <see cref="Problem"/>. One caller at a time.
    /// </summary>
    /// <returns>Whether they hold something else that counts now.</returns>
    public bool Look()
    {
        try
        {
            var content = _files.Read();
            var isNew = !content.Is(Volatile.Read(ref _given).Content);
            if (isNew) Volatile.Write(ref _given, Given.Of(_files, content));
            Volatile.Write(ref _problem, null);
            return isNew;
        }
        catch (KeyStoreException e)
        {
            Volatile.Write(ref _problem, e.Message);
            return false;
        }
    }

    public string? Refuse(X509Certificate2 peer) => null;

    public bool Offer(RevocationList list) => false;

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

    private sealed record Given(GivenContent Content, X509Certificate2 Certificate, X509Certificate2Collection Authorities)
    {
        /// <exception cref="KeyStoreException">It is not what it should be.</exception>
        public static Given Of(GivenFiles files, GivenContent content)
        {
            var certificate = NodeKeys.Read(files.Certificate, content.Certificate, files.Key, content.Key);
            var authorities = PemFiles.RootsOf(files.Authority, content.Authority);
            if (NodeKeys.ReasonAgainst(certificate, authorities, isNowWanted: true) is { } fault)
                throw new KeyStoreException($"{files.Certificate} is not trusted by the authorities of {files.Authority}: {fault}");
            return new Given(content, certificate, authorities);
        }
    }
}

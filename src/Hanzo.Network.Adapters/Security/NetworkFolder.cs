using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Hanzo.Network.Adapters.Files;
using Hanzo.Network.Agents;
using Hanzo.Network.Files;
using Hanzo.Network.Security;
using Hanzo.Network.Security.Invites;

namespace Hanzo.Network.Adapters.Security;

/// <summary>
/// One network's keys on this machine: <c>network.json</c>, <c>ca.pem</c> (whom all trust), <c>ca.key</c> (only where the network was
/// created), <c>ca.issued</c> and <c>invites.json</c> beside it, <c>revoked.json</c>, and <c>nodes/ID.pem</c>: certificate and key of each
/// node that runs here. Files are for their owner alone, and replaced as a whole.
/// </summary>
public sealed class NetworkFolder
{
    public const string NetworkFileName = "network.json";
    public const string RootFileName = "ca.pem";
    public const string RootKeyFileName = "ca.key";
    public const string IssuedFileName = "ca.issued";
    public const string RevokedFileName = "revoked.json";
    public const string InvitesFileName = "invites.json";
    public const string NodesFolderName = "nodes";

    private const string NodeSuffix = ".pem";
    private readonly TimeProvider _time;

    private NetworkFolder(string path, NetworkFile file, X509Certificate2 root, TimeProvider time) =>
        (Path, File, Root, _time) = (path, file, root, time);

    public string Path { get; }

    public NetworkFile File { get; private set; }

    public NetworkKeys Keys => File.Keys;

    /// <summary>The authority's certificate, without its key.</summary>
    public X509Certificate2 Root { get; }

    /// <summary>Whether nodes are let in here.</summary>
    public bool HoldsAuthority => System.IO.File.Exists(In(RootKeyFileName));

    /// <exception cref="KeyStoreException">A file is missing, cannot be read, is damaged, or belongs to another network.</exception>
    public static NetworkFolder Open(string path, string network, TimeProvider time)
    {
        KeyFiles.RequireOwnersFolder(path);
        var name = System.IO.Path.Combine(path, NetworkFileName);
        try
        {
            var file = NetworkFile.Parse(name, Require(name, isSecret: true));
            if (file.Keys.Network != network)
                throw new KeyStoreException($"{name} is of the network '{file.Keys.Network}'; its folder must be called so.");
            var rootName = System.IO.Path.Combine(path, RootFileName);
            return new NetworkFolder(path, file, RootOf(rootName, Require(rootName, isSecret: false)), time);
        }
        catch (InvalidFileException e)
        {
            throw new KeyStoreException(e.Message, e);
        }
    }

    /// <summary>Fills an empty folder.</summary>
    /// <param name="root">With its key where the folder is to hold the authority.</param>
    internal static void Fill(string path, NetworkFile file, X509Certificate2 root)
    {
        KeyFiles.CreateFolder(System.IO.Path.Combine(path, NodesFolderName));
        using (var key = root.GetECDsaPrivateKey())
            if (key is not null) KeyFiles.Write(System.IO.Path.Combine(path, RootKeyFileName), key.ExportPkcs8PrivateKeyPem() + "\n");
        KeyFiles.Write(System.IO.Path.Combine(path, RootFileName), root.ExportCertificatePem() + "\n");
        KeyFiles.Write(System.IO.Path.Combine(path, NetworkFileName), file.Write());
    }

    /// <exception cref="KeyStoreException">The authority is on another machine, or its key cannot be used.</exception>
    public CertificateAuthority OpenAuthority()
    {
        var name = In(RootKeyFileName);
        var key = KeyFiles.Find(name, isSecret: true) ?? throw new KeyStoreException(
            $"{name} is missing: nodes are let into network '{Keys.Network}' on the machine that created it.");
        var root = In(RootFileName);
        return new CertificateAuthority(
            Keys.NetworkId, NodeKeys.Read(root, Require(root, isSecret: false), name, key), _time,
            new IssueClock(In(IssuedFileName), _time).Next);
    }

    /// <summary>Ids of the nodes whose certificates are here, in order.</summary>
    /// <exception cref="KeyStoreException">The folder cannot be read.</exception>
    public ImmutableArray<string> NodeIds => KeyFiles.Guard(In(NodesFolderName), "cannot be read", () =>
    {
        if (!Directory.Exists(In(NodesFolderName))) return ImmutableArray<string>.Empty;
        var files = Directory.GetFiles(In(NodesFolderName), "*" + NodeSuffix);
        var names = files.Select(file => System.IO.Path.GetFileNameWithoutExtension(file));
        return [.. names.Where(NodeIdRules.IsValid).Order(StringComparer.Ordinal)];
    });

    /// <summary>The node's certificate with its key. Whether it still counts is not looked at.</summary>
    /// <returns>Null: the node has none.</returns>
    /// <exception cref="KeyStoreException">It cannot be read or is damaged.</exception>
    public X509Certificate2? FindNode(string nodeId) =>
        KeyFiles.Find(NodeFile(nodeId), isSecret: true) is { } pem ? NodeKeys.Read(NodeFile(nodeId), pem) : null;

    /// <param name="certificate">With its key.</param>
    /// <exception cref="KeyStoreException">It cannot be written.</exception>
    public void WriteNode(string nodeId, X509Certificate2 certificate)
    {
        KeyFiles.CreateFolder(In(NodesFolderName));
        KeyFiles.Write(NodeFile(nodeId), NodeKeys.Write(certificate));
    }

    /// <exception cref="KeyStoreException">It cannot be read, is damaged, or was not signed by the authority.</exception>
    public RevocationList ReadRevocations()
    {
        var name = In(RevokedFileName);
        if (KeyFiles.Find(name, isSecret: false) is not { } bytes) return RevocationList.None;
        if (!RevocationCodec.TryRead(Encoding.UTF8.GetString(bytes), out var list, out var problem))
            throw new KeyStoreException($"{name} cannot be used: {problem}.");
        return list.Version == 0 || CertificateAuthority.HasSigned(Root, Keys.NetworkId, list)
            ? list
            : throw new KeyStoreException($"{name} cannot be used: it was not signed by the authority of network '{Keys.Network}'.");
    }

    /// <summary>Unless a later one is there.</summary>
    /// <exception cref="KeyStoreException">It cannot be written, or the one that is there is damaged.</exception>
    public void WriteRevocations(RevocationList list)
    {
        if (ReadRevocations().Version < list.Version) KeyFiles.Write(In(RevokedFileName), RevocationCodec.Write(list));
    }

    /// <summary>Changes what is known of invites; one process of this machine at a time.</summary>
    /// <param name="change">Gets what is kept and says what is to be kept.</param>
    /// <exception cref="KeyStoreException">The file cannot be read or written, is damaged, or another process is at it now.</exception>
    public void ChangeInvites(Func<ImmutableArray<KeptInvite>, ImmutableArray<KeptInvite>> change)
    {
        var name = In(InvitesFileName);
        using var turn = KeyFiles.Guard(name, "cannot be used", () => HeldFile.TryTake(name + ".lock"))
            ?? throw new KeyStoreException($"{name} is in use by another process of this machine; try again.");
        var before = ReadInvites(name);
        var after = change(before);
        if (!after.SequenceEqual(before)) KeyFiles.Write(name, InviteBookCodec.Write(after));
    }

    /// <summary>Where nodes ask the authority; host:port, at most <see cref="NetworkFile.MaxAuthority"/>.</summary>
    /// <exception cref="KeyStoreException">It cannot be written.</exception>
    public void WriteAuthority(ImmutableArray<string> addresses)
    {
        var file = File with { Authority = [.. addresses.Take(NetworkFile.MaxAuthority)] };
        KeyFiles.Write(In(NetworkFileName), file.Write());
        File = file;
    }

    private static ImmutableArray<KeptInvite> ReadInvites(string name)
    {
        if (KeyFiles.Find(name, isSecret: true) is not { } bytes) return [];
        return InviteBookCodec.Read(bytes)
            ?? throw new KeyStoreException($"{name} does not hold invites. Remove it: then none of before counts any more.");
    }

    private static byte[] Require(string file, bool isSecret) =>
        KeyFiles.Find(file, isSecret) ?? throw new KeyStoreException(
            $"{file} is missing. If nothing else of this network is needed, remove its folder: then it is created anew.");

    private static X509Certificate2 RootOf(string file, byte[] pem)
    {
        try
        {
            return X509Certificate2.CreateFromPem(Encoding.UTF8.GetString(pem));
        }
        catch (Exception e) when (NodeKeys.IsUnusable(e))
        {
            throw new KeyStoreException($"{file} does not hold a certificate as PEM: {e.Message}", e);
        }
    }

    private string NodeFile(string nodeId) => System.IO.Path.Combine(Path, NodesFolderName, nodeId + NodeSuffix);

    private string In(string name) => System.IO.Path.Combine(Path, name);
}

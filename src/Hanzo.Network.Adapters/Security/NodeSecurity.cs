using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Security;

namespace Hanzo.Network.Adapters.Security;

/// <summary>A node of a network whose keys are in a folder of this machine.</summary>
public sealed class NodeSecurity : INodeSecurity
{
    private readonly NetworkFolder _folder;
    private readonly TimeProvider _time;
    private readonly Lock _offers = new();
    private X509Certificate2 _certificate;
    private RevocationList _revocations;
    private bool _isKept = true;

    private NodeSecurity(
        NetworkFolder folder, string nodeId, string holder, X509Certificate2 certificate, RevocationList revocations, TimeProvider time)
    {
        (_folder, NodeId, Holder, _certificate, _revocations, _time) = (folder, nodeId, holder, certificate, revocations, time);
        Authorities = [folder.Root];
    }

    public string NodeId { get; }

    /// <summary>
    /// Whom the certificate is for: this node, or another one of this machine, which was invited. Whoever may read the key of that one may
    /// be it anyway, so nobody is asked.
    /// </summary>
    public string Holder { get; }

    public NetworkKeys Keys => _folder.Keys;

    public X509Certificate2 Certificate => Volatile.Read(ref _certificate);

    public X509Certificate2Collection Authorities { get; }

    public bool VerifiesPeers => true;

    public RevocationList Revocations => Volatile.Read(ref _revocations);

    /// <summary>When the certificate should be replaced.</summary>
    public DateTimeOffset DueAt => CertificateRules.DueAt(Certificate.NotBefore, Certificate.NotAfter);

    /// <summary>
    /// The node with its certificate. One that is missing or due is made where the authority is; elsewhere a node that has none shows that
    /// of another node of this machine.
    /// </summary>
    /// <exception cref="KeyStoreException">It has no certificate that counts, or a file cannot be used.</exception>
    public static NodeSecurity Open(NetworkFolder folder, string nodeId, TimeProvider time)
    {
        var revocations = folder.ReadRevocations();
        var certificate = folder.FindNode(nodeId);
        var refusal = certificate is null ? "it has no certificate" : ReasonAgainst(folder, nodeId, certificate, revocations, time);
        if (folder.HoldsAuthority && !IsRevoked(revocations, nodeId, certificate))
        {
            if (refusal is not null || IsDue(certificate!, time)) certificate = Issue(folder, nodeId);
        }
        else if (certificate is null && FindNeighbour(folder, nodeId, revocations, time) is var (neighbour, shared))
        {
            return new NodeSecurity(folder, nodeId, neighbour, shared, revocations, time);
        }
        else if (refusal is not null)
        {
            throw new KeyStoreException(
                $"node '{nodeId}' cannot take part in network '{folder.Keys.Network}' ({folder.Path}): {refusal}. "
                + $"On the machine that created the network, run 'hanzo invite'; here, 'hanzo join CODE --node-id {nodeId}' with the code "
                + "that it prints.");
        }

        return new NodeSecurity(folder, nodeId, nodeId, certificate!, revocations, time);
    }

    /// <summary>A new certificate if this one is due and the authority is on this machine.</summary>
    /// <returns>Whether there is a new one.</returns>
    /// <exception cref="KeyStoreException">The authority's files cannot be used, or the new one cannot be written.</exception>
    public bool RenewHere()
    {
        if (!IsDue(Certificate, _time) || !_folder.HoldsAuthority || IsRevoked(Revocations, Holder, Certificate)) return false;
        Volatile.Write(ref _certificate, Issue(_folder, Holder));
        return true;
    }

    /// <summary>Uses the certificate from the next connection on, and keeps it on disk.</summary>
    /// <param name="certificate">With its key.</param>
    /// <exception cref="KeyStoreException">It is not for this node, or cannot be written.</exception>
    public void Replace(X509Certificate2 certificate)
    {
        if (ReasonAgainst(_folder, Holder, certificate, Revocations, _time) is { } refusal)
            throw new KeyStoreException($"the new certificate of node '{Holder}' cannot be used: {refusal}.");
        _folder.WriteNode(Holder, certificate);
        Volatile.Write(ref _certificate, certificate);
    }

    /// <summary>Why the network trusts this node no more, or the one whose certificate it shows; null: it does.</summary>
    public string? RefuseSelf() => Refuse(Certificate) ?? RevocationRules.ReasonAgainst(Revocations, NodeId, IssuedAt(Certificate));

    public string? Refuse(X509Certificate2 peer)
    {
        if (PeerCertificate.Read(peer) is not { } shown)
            return $"its certificate '{NodeKeys.Shown(peer)}' is not that of a node of a network";
        if (shown.Name.NetworkId != Keys.NetworkId)
            return $"its certificate is for network {shown.Name.NetworkId}, not {Keys.NetworkId} ('{Keys.Network}')";
        return RevocationRules.ReasonAgainst(Revocations, shown.Name.NodeId, shown.IssuedAt);
    }

    public bool Offer(RevocationList list)
    {
        lock (_offers)
        {
            if (list.Version > Revocations.Version)
            {
                if (RevocationRules.Misfit(list) is not null) return false;
                if (!CertificateAuthority.HasSigned(_folder.Root, Keys.NetworkId, list)) return false;
                // First: it counts also where it cannot be kept.
                Volatile.Write(ref _revocations, list);
                _isKept = false;
            }

            if (_isKept) return false;
            _folder.WriteRevocations(Revocations);
            return _isKept = true;
        }
    }

    private static X509Certificate2 Issue(NetworkFolder folder, string nodeId)
    {
        using var authority = folder.OpenAuthority();
        var certificate = authority.Issue(nodeId);
        folder.WriteNode(nodeId, certificate);
        return certificate;
    }

    /// <summary>Of those that count the one that lasts longest.</summary>
    private static (string NodeId, X509Certificate2 Certificate)? FindNeighbour(
        NetworkFolder folder, string nodeId, RevocationList revocations, TimeProvider time)
    {
        (string NodeId, X509Certificate2 Certificate)? found = null;
        foreach (var id in folder.NodeIds)
        {
            if (folder.FindNode(id) is not { } certificate) continue;
            var counts = ReasonAgainst(folder, id, certificate, revocations, time) is null && !IsRevoked(revocations, nodeId, certificate);
            if (counts && !(found?.Certificate.NotAfter >= certificate.NotAfter)) found = (id, certificate);
        }

        return found;
    }

    private static bool IsDue(X509Certificate2 certificate, TimeProvider time) =>
        CertificateRules.IsDue(certificate.NotBefore, certificate.NotAfter, time.GetUtcNow());

    /// <summary>Whoever was shut out is not let in again by having no certificate any more.</summary>
    private static bool IsRevoked(RevocationList revocations, string nodeId, X509Certificate2? certificate) =>
        RevocationRules.ReasonAgainst(revocations, nodeId, IssuedAt(certificate)) is not null;

    private static DateTimeOffset? IssuedAt(X509Certificate2? certificate) =>
        certificate is null ? null : PeerCertificate.Read(certificate)?.IssuedAt;

    private static string? ReasonAgainst(
        NetworkFolder folder, string nodeId, X509Certificate2 certificate, RevocationList revocations, TimeProvider time)
    {
        if (PeerCertificate.Read(certificate) is not { } own || own.Name != new PeerName(folder.Keys.NetworkId, nodeId))
            return $"its certificate is not for node '{nodeId}' of this network";
        if (NodeKeys.ReasonAgainst(certificate, [folder.Root], isNowWanted: false) is not null)
            return "its certificate was not signed by the network's authority";
        if (time.GetUtcNow() >= certificate.NotAfter.ToUniversalTime())
            return FormattableString.Invariant($"its certificate expired at {certificate.NotAfter.ToUniversalTime():yyyy-MM-dd HH:mm:ss}Z");
        return RevocationRules.ReasonAgainst(revocations, nodeId, own.IssuedAt);
    }
}

using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Node.Api.Bodies;

namespace Hanzo.Network.Node.Hosting;

/// <summary>What may be told of a network's keys.</summary>
internal static class KeyReport
{
    public static NetworkKeysBody Of(StoredNetwork stored)
    {
        if (stored.Folder is not { } folder) return Damaged(stored.Network, stored.Problem!);
        try
        {
            return Of(folder);
        }
        catch (KeyStoreException e)
        {
            return Damaged(stored.Network, e.Message);
        }
    }

    /// <exception cref="KeyStoreException">The list of the revoked cannot be used.</exception>
    public static NetworkKeysBody Of(NetworkFolder folder) => new()
    {
        Network = folder.Keys.Network,
        NetworkId = folder.Keys.NetworkId,
        Folder = folder.Path,
        Authority = folder.HoldsAuthority,
        Fingerprint = Convert.ToHexStringLower(CertificateAuthority.FingerprintOf(folder.Root).AsSpan()),
        Expires = folder.Root.NotAfter.ToUniversalTime(),
        AuthorityAt = folder.File.Authority,
        Nodes = [.. folder.NodeIds.Select(id => NodeOf(folder, id))],
        Revoked = [.. folder.ReadRevocations().Nodes.Select(node => new RevokedNodeBody(node.NodeId, node.At))],
    };

    private static NodeCertificateBody NodeOf(NetworkFolder folder, string id)
    {
        try
        {
            using var certificate = folder.FindNode(id);
            var issued = certificate is null ? null : PeerCertificate.Read(certificate)?.IssuedAt;
            return new NodeCertificateBody(id, issued, certificate?.NotAfter.ToUniversalTime(), null);
        }
        catch (KeyStoreException e)
        {
            return new NodeCertificateBody(id, null, null, e.Message);
        }
    }

    private static NetworkKeysBody Damaged(string network, string problem) => new() { Network = network, Problem = problem };
}

using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Files;
using Hanzo.Network.Joining;
using Hanzo.Network.Node.Enrolment;
using Hanzo.Network.Node.Local;
using Hanzo.Network.Security;
using Hanzo.Network.Security.Invites;

namespace Hanzo.Network.Node.Invites;

/// <summary>The machine cannot join; the message is for the user.</summary>
internal sealed class JoiningException(string code, string message) : Exception(message)
{
    public string Code { get; } = code;
}

/// <param name="SetAside">Where keys of another network of this name were moved to; null: there were none.</param>
internal sealed record Joined(NetworkFolder Folder, string NodeId, DateTimeOffset Until, string? SetAside);

/// <summary>Makes this machine part of the network of an invite: a key of its own, the authority's certificate for it, all kept.</summary>
/// <param name="root">Of the nodes' data.</param>
internal sealed class NetworkJoin(NetworkStore store, DataRoot root, TimeProvider time)
{
    /// <summary>Default ids that are tried: host, host-2 and so on.</summary>
    private const int MaxIds = 9;

    /// <param name="nodeId">Null: after the host's name.</param>
    /// <exception cref="JoiningException">It is a member already, or its place is taken.</exception>
    /// <exception cref="EnrolmentException">The authority does not answer, or refuses.</exception>
    /// <exception cref="KeyStoreException">Keys cannot be read or written.</exception>
    public async Task<Joined> JoinAsync(Invite invite, string? nodeId, bool isLan, CancellationToken cancellation)
    {
        RequireNoMember(invite, nodeId);
        store.RequireWritable();
        var client = new EnrolmentClient(time);
        var (address, authority) = await EnrolmentClient.FindAsync(invite.Enrolment, invite.Authority.AsMemory(), cancellation);
        using (authority)
        using (var key = NodeKeys.Create())
        {
            var (id, admission) = await AskAsync(client, address, authority, invite, key, nodeId, cancellation);
            var (file, certificate) = Check(admission, invite, authority, key, id);
            using (certificate)
            {
                var aside = SetOtherAside(invite);
                var folder = store.Join(file, authority, id, certificate);
                if (RevocationCodec.TryRead(admission.Revocations, out var list, out _) && list.Version > 0) folder.WriteRevocations(list);
                JoinedFile.Write(folder, new JoinedFile
                {
                    NodeId = id, Lan = isLan, Seeds = [.. invite.Nodes.Select(node => node.ToString())],
                });
                return new Joined(folder, id, certificate.NotAfter.ToUniversalTime(), aside);
            }
        }
    }

    private static async Task<(string NodeId, AdmissionBody Admission)> AskAsync(
        EnrolmentClient client, NodeAddress address, X509Certificate2 authority, Invite invite, ECDsa key, string? nodeId,
        CancellationToken cancellation)
    {
        var token = Convert.ToBase64String(invite.Token.AsSpan());
        var host = NodeIdRules.FromHostName(Environment.MachineName);
        for (var number = 1; ; number++)
        {
            var id = nodeId ?? NodeIdRules.Numbered(host, number);
            try
            {
                var csr = Convert.ToBase64String(NodeKeys.Request(key, id));
                return (id, await client.JoinAsync(address, authority, new JoinRequestBody(token, csr, id), cancellation));
            }
            catch (EnrolmentException e) when (e.Code == EnrolmentRefusal.NodeIdInUse && nodeId is null && number < MaxIds)
            {
                // Another machine is called the same.
            }
        }
    }

    /// <exception cref="EnrolmentException">What was sent is not what was asked for.</exception>
    private (NetworkFile File, X509Certificate2 Certificate) Check(
        AdmissionBody admission, Invite invite, X509Certificate2 authority, ECDsa key, string nodeId)
    {
        try
        {
            if (admission is not { Certificate: { } pem, Network: { } network })
                throw new EnrolmentException(EnrolmentClient.WrongAuthority, "the authority's answer holds no certificate or no keys.");
            var file = NetworkFile.Parse("the authority's answer", System.Text.Encoding.UTF8.GetBytes(network.GetRawText()));
            using var bare = X509Certificate2.CreateFromPem(pem);
            var isOurs = file.Keys.Network == invite.Network && file.Keys.NetworkId == invite.NetworkId
                && IssuedCertificate.WhyNot(authority, bare, time.GetUtcNow()) is null
                && PeerCertificate.Read(bare)?.Name == new PeerName(invite.NetworkId, nodeId);
            if (!isOurs) throw new EnrolmentException(EnrolmentClient.WrongAuthority, WrongAnswer(authority, bare));
            return (file with { Authority = Addresses(admission, invite) }, NodeKeys.Join(bare, key));
        }
        catch (Exception e) when (e is InvalidFileException or CryptographicException or ArgumentException)
        {
            throw new EnrolmentException(EnrolmentClient.WrongAuthority, $"the authority's answer cannot be used: {e.Message}");
        }
    }

    private string WrongAnswer(X509Certificate2 authority, X509Certificate2 certificate) =>
        $"the certificate that the authority sent cannot be used: {IssuedCertificate.WhyNot(authority, certificate, time.GetUtcNow())
            ?? "it is for another node or network"}. Does this machine's clock tell the right time ({time.GetUtcNow():u})?";

    private static ImmutableArray<string> Addresses(AdmissionBody admission, Invite invite) =>
        [.. invite.Enrolment.Select(address => address.ToString()).Concat(admission.Authority).Distinct(StringComparer.Ordinal)
            .Where(text => NodeAddress.TryParse(text, out _)).Take(NetworkFile.MaxAuthority)];

    /// <exception cref="JoiningException">It is one.</exception>
    private void RequireNoMember(Invite invite, string? nodeId)
    {
        if (store.Find(invite.Network) is not { } folder) return;
        if (folder.Keys.NetworkId != invite.NetworkId)
        {
            if (new LocalNodes(root).Find(invite.Network) is [var running, ..])
                throw new JoiningException(
                    "node_runs", $"node '{running.NodeId}' runs here in another network '{invite.Network}', one of this machine's own; "
                    + "end it first. Its keys are kept aside then.");
            return;
        }

        if (folder.HoldsAuthority)
            throw new JoiningException(
                "already_member", $"this machine created network '{invite.Network}'; start a node by 'hanzo up{Flag(invite)}'. Invites are "
                + "for other machines.");
        var id = nodeId ?? JoinedFile.Find(store.Folder, invite.Network)?.NodeId;
        if (id is null || folder.FindNode(id) is not { } own) return;
        using (own)
        {
            var issued = PeerCertificate.Read(own)?.IssuedAt;
            if (RevocationRules.ReasonAgainst(folder.ReadRevocations(), id, issued) is not null) return;
            if (own.NotAfter.ToUniversalTime() <= time.GetUtcNow()) return;
            throw new JoiningException(
                "already_member", $"this machine is part of network '{invite.Network}' already, as node '{id}'; start it by "
                + $"'hanzo up{Flag(invite)}'. The invite was not used.");
        }
    }

    private static string Flag(Invite invite) => invite.Network == "default" ? "" : $" --network {invite.Network}";

    /// <summary>Keys of this machine's own network of the name, as the first <c>hanzo up</c> makes them, are moved, not lost.</summary>
    private string? SetOtherAside(Invite invite) =>
        store.Find(invite.Network) is { } folder && folder.Keys.NetworkId != invite.NetworkId ? store.SetAside(invite.Network) : null;
}

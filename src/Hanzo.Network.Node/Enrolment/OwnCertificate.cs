using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Joining;
using Hanzo.Network.Security;

namespace Hanzo.Network.Node.Enrolment;

/// <summary>The certificate in the keys folder, renewed by the authority on this machine or by the one that is asked for it.</summary>
/// <param name="nodes">Who is part of the network now.</param>
internal sealed class OwnCertificate(
    NetworkFolder folder, NodeSecurity security, Func<CancellationToken, Task<NetworkStatus>> nodes, TimeProvider time) : IOwnCertificate
{
    /// <summary>Addresses that are tried one after the other.</summary>
    private const int MaxTried = 32;

    private readonly EnrolmentClient _client = new(time);

    public (DateTimeOffset NotBefore, DateTimeOffset NotAfter) Validity
    {
        get
        {
            var certificate = security.Certificate;
            return (certificate.NotBefore, certificate.NotAfter);
        }
    }

    public string? Revoked => RevokedText.Of(security);

    public async Task<string?> RenewAsync(CancellationToken cancellation)
    {
        if (folder.HoldsAuthority) return RenewHere();
        using var key = NodeKeys.Create();
        var asked = new RenewRequestBody(Convert.ToBase64String(NodeKeys.Request(key, security.Holder)));
        var (admission, problem) = await AskAsync(asked, cancellation);
        if (admission is null) return problem;
        if (admission.Certificate is null) return "the authority's answer holds no certificate.";
        try
        {
            using var bare = X509Certificate2.CreateFromPem(admission.Certificate);
            security.Replace(NodeKeys.Join(bare, key));
            return null;
        }
        catch (Exception e) when (e is KeyStoreException or ArgumentException or System.Security.Cryptography.CryptographicException)
        {
            return $"the certificate that the authority sent cannot be used: {e.Message}";
        }
    }

    public async Task<bool> IsAloneAsync(CancellationToken cancellation) =>
        !folder.HoldsAuthority && (await nodes(cancellation)).Peers.IsEmpty;

    public async Task<string?> AskWhatIsNewAsync(CancellationToken cancellation) =>
        (await AskAsync(new RenewRequestBody(null), cancellation)).Problem;

    private string? RenewHere()
    {
        try
        {
            return security.RenewHere() ? null : "the authority on this machine did not renew it.";
        }
        catch (KeyStoreException e)
        {
            return e.Message;
        }
    }

    private async Task<(AdmissionBody? Admission, string? Problem)> AskAsync(RenewRequestBody asked, CancellationToken cancellation)
    {
        if (folder.File.Authority.IsEmpty) return (null, "nobody has told this node where the network's authority is.");
        try
        {
            var addresses = Places((await nodes(cancellation)).Peers.Values.Select(peer => peer.Address));
            var (address, root) = await EnrolmentClient.FindAsync(addresses, Fingerprint.AsMemory(), cancellation);
            using (root)
            {
                var admission = await _client.RenewAsync(address, folder.Root, security.Certificate, asked, cancellation);
                Take(admission.Revocations);
                if (!admission.Authority.IsEmpty && !admission.Authority.SequenceEqual(folder.File.Authority))
                    folder.WriteAuthority(admission.Authority);
                return (admission, null);
            }
        }
        catch (EnrolmentException e)
        {
            if (e.Revocations is { } revocations) Take(revocations);
            return (null, e.Message);
        }
        catch (KeyStoreException e)
        {
            return (null, e.Message);
        }
    }

    /// <summary>Where the authority was, and then each peer's host: its machine may have another address by now.</summary>
    private IEnumerable<NodeAddress> Places(IEnumerable<string> peers)
    {
        var known = AddressesOf(folder.File.Authority);
        var ports = known.Select(address => address.Port).Distinct().ToArray();
        var guesses = AddressesOf(peers).SelectMany(peer => ports.SelectMany(port =>
            NodeAddress.TryCreate(peer.Host, port, out var guess) ? new[] { guess } : []));
        return known.Concat(guesses).Distinct().Take(MaxTried);
    }

    private static NodeAddress[] AddressesOf(IEnumerable<string> texts) =>
        [.. texts.SelectMany(text => NodeAddress.TryParse(text, out var address) ? new[] { address } : [])];

    private ImmutableArray<byte> Fingerprint => CertificateAuthority.FingerprintOf(folder.Root);

    private void Take(string revocations)
    {
        if (RevocationCodec.TryRead(revocations, out var list, out _)) security.Offer(list);
    }
}

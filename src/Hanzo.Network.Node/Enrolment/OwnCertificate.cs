using System.Collections.Immutable;
using System.Security.Cryptography.X509Certificates;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Joining;
using Hanzo.Network.Security;

namespace Hanzo.Network.Node.Enrolment;

/// <summary>The certificate in the keys folder, renewed by the authority on this machine or by the one that is asked for it.</summary>
internal sealed class OwnCertificate(NetworkFolder folder, NodeSecurity security, Func<IAgentNetwork> network, TimeProvider time)
    : IOwnCertificate
{
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
        var asked = new RenewRequestBody(Convert.ToBase64String(NodeKeys.Request(key, security.NodeId)));
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
        !folder.HoldsAuthority && (await network().GetStatusAsync(cancellation)).Peers.IsEmpty;

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
            var addresses = folder.File.Authority.SelectMany(text =>
                NodeAddress.TryParse(text, out var address) ? new[] { address } : []);
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

    private ImmutableArray<byte> Fingerprint => CertificateAuthority.FingerprintOf(folder.Root);

    private void Take(string revocations)
    {
        if (RevocationCodec.TryRead(revocations, out var list, out _)) security.Offer(list);
    }
}

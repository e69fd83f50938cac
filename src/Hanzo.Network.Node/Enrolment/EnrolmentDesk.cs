using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Hanzo.Network.Adapters.Security;
using Hanzo.Network.Agents;
using Hanzo.Network.Joining;
using Hanzo.Network.Security;
using Hanzo.Network.Security.Invites;

namespace Hanzo.Network.Node.Enrolment;

/// <summary>Where a secured network's authority decides who gets a certificate. Safe for several threads.</summary>
/// <param name="nodes">Who is part of the network now.</param>
internal sealed class EnrolmentDesk(
    NetworkFolder folder, NodeSecurity security, Func<CancellationToken, Task<NetworkStatus>> nodes, EnrolmentCounters counters,
    TimeProvider time, ILogger<EnrolmentDesk> log)
{
    /// <summary>Of one source in a minute, of any kind.</summary>
    public const int MaxRequests = 60;

    /// <summary>Refusals of one source in a minute that are logged; all are counted.</summary>
    public const int MaxTold = 10;

    /// <summary>A node that was let in is not a member at once; until then its id is held for it.</summary>
    private static readonly TimeSpan IdHeld = TimeSpan.FromSeconds(30);

    private static readonly EnrolmentRefusal NoCsr = EnrolmentRefusal.Malformed(
        $"'csr' must be a PKCS#10 request of at most {CertificateAuthority.MaxRequestBytes} bytes, in base 64.");

    private readonly Lock _lock = new();
    private readonly InviteBook _book = new();
    private readonly SourceCounts _requests = new(MaxRequests);
    private readonly SourceCounts _told = new(MaxTold);
    private readonly Dictionary<string, (DateTimeOffset At, string Applicant)> _letIn = new(StringComparer.Ordinal);
    private RevocationList _revoked = RevocationList.None;

    public NodeSecurity Security => security;

    /// <summary>The authority's certificate, without its key.</summary>
    public X509Certificate2 Root => folder.Root;

    /// <summary>Where nodes of the network know that certificates are asked for.</summary>
    public ImmutableArray<string> Authority => folder.File.Authority;

    /// <summary>Nodes are told, with their certificates, and so is the machine's next process.</summary>
    public void ReachedAt(ImmutableArray<NodeAddress> addresses)
    {
        var known = addresses.Select(address => address.ToString()).Concat(Authority).Distinct(StringComparer.Ordinal)
            .Take(NetworkFile.MaxAuthority).ToArray();
        if (!known.SequenceEqual(Authority)) folder.WriteAuthority([.. known]);
    }

    /// <param name="enrolment">Where this desk is reached; at least one.</param>
    /// <param name="addresses">Where nodes are dialled.</param>
    /// <returns>Null: too many invites are open.</returns>
    /// <exception cref="KeyStoreException">It cannot be kept.</exception>
    public Invite? Issue(TimeSpan valid, ImmutableArray<NodeAddress> enrolment, ImmutableArray<NodeAddress> addresses)
    {
        var now = time.GetUtcNow();
        var token = RandomNumberGenerator.GetBytes(Invite.TokenBytes);
        // The code says whole seconds.
        var expiresAt = DateTimeOffset.FromUnixTimeSeconds((now + valid).ToUnixTimeSeconds());
        lock (_lock)
        {
            if (!WithBook(book => book.Issue(token, expiresAt, now))) return null;
            EnrolmentLog.Invited(log, folder.Keys.Network, expiresAt, _book.CountOpen(now));
        }

        return new Invite
        {
            Network = folder.Keys.Network,
            NetworkId = folder.Keys.NetworkId,
            Authority = CertificateAuthority.FingerprintOf(folder.Root),
            Token = [.. token],
            ExpiresAt = expiresAt,
            Enrolment = [.. enrolment.Take(Invite.MaxAddresses)],
            Nodes = [.. addresses.Take(Invite.MaxAddresses)],
        };
    }

    /// <summary>Why the list of the last revocation is not on disk, where it is tried to be kept again; null: it is.</summary>
    public string? Unkept { get; private set; }

    /// <summary>The list of whom not to trust as it is on disk, or was made here: it may be later than the one that counts.</summary>
    /// <exception cref="KeyStoreException">It cannot be read.</exception>
    public RevocationList Revocations
    {
        get
        {
            var kept = folder.ReadRevocations();
            if (_revoked.Version > kept.Version) kept = _revoked;
            return kept.Version > security.Revocations.Version ? kept : security.Revocations;
        }
    }

    /// <summary>
    /// The list of whom not to trust, with the node on it, signed and kept. It counts here and at the next start; on connections when it
    /// is taken. So the node, which hears of it before all others, cannot have its certificate renewed meanwhile. Where the list cannot be
    /// kept, as on a full disk, it counts all the same, and <see cref="Unkept"/> says why.
    /// </summary>
    /// <exception cref="KeyStoreException">The authority's key cannot be used.</exception>
    /// <exception cref="InvalidOperationException">Too many nodes are on it.</exception>
    public RevocationList Revoke(string nodeId)
    {
        lock (_lock)
        {
            using var authority = folder.OpenAuthority();
            var list = authority.Revoke(Revocations, nodeId);
            _revoked = list;
            Unkept = Keep(list);
            _letIn.Remove(nodeId);
            return list;
        }
    }

    private string? Keep(RevocationList list)
    {
        try
        {
            folder.WriteRevocations(list);
            return null;
        }
        catch (KeyStoreException e)
        {
            return e.Message;
        }
    }

    /// <summary>Whoever asks too often gets no further than here.</summary>
    public EnrolmentRefusal? Admit(string source)
    {
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_requests.AreTooMany(source, now))
                return Refused(source, new(
                    StatusCodes.Status429TooManyRequests, EnrolmentRefusal.TooManyRequests,
                    "too many requests came from this address; wait a minute."));
            _requests.Count(source, now);
            return null;
        }
    }

    public async Task<(AdmissionBody? Admission, EnrolmentRefusal? Refusal)> JoinAsync(
        JoinRequestBody asked, string source, CancellationToken cancellation)
    {
        if (Bytes(asked.Token, Invite.TokenBytes) is not { Length: Invite.TokenBytes } token)
            return (null, Refused(source, EnrolmentRefusal.Malformed("'token' must be the invite's, in base 64.")));
        if (Bytes(asked.Csr, CertificateAuthority.MaxRequestBytes) is not { } csr)
            return (null, Refused(source, NoCsr));
        var applicant = SHA256.HashData(csr);
        if (Judge(token, applicant, source) is { } unwelcome) return (null, Refused(source, unwelcome));
        if (asked.NodeId is not { } nodeId || !NodeIdRules.IsValid(nodeId))
            return (null, Refused(source, new(
                StatusCodes.Status400BadRequest, EnrolmentRefusal.BadNodeId, $"'node_id' must be {NodeIdRules.AllowedForm}.")));
        var status = await nodes(cancellation);
        var (certificate, refusal) = Sign(csr, nodeId);
        if (refusal is not null) return (null, Refused(source, refusal));
        using (certificate)
        {
            lock (_lock)
            {
                if (IsInUse(status, nodeId, Convert.ToHexString(applicant)))
                    return (null, Refused(source, EnrolmentRefusal.InUse(nodeId)));
                var verdict = WithBook(book => book.Redeem(token, applicant, source, time.GetUtcNow()));
                if (RefusalOf(verdict) is { } late) return (null, Refused(source, late));
                _letIn[nodeId] = (time.GetUtcNow(), Convert.ToHexString(applicant));
            }

            EnrolmentLog.LetIn(log, nodeId, source);
            return (Admission(certificate, withNetwork: true), null);
        }
    }

    /// <param name="shown">What the asking node showed on the connection; null: nothing.</param>
    public (AdmissionBody? Admission, EnrolmentRefusal? Refusal) Renew(RenewRequestBody asked, X509Certificate2? shown, string source)
    {
        if (shown is null)
            return (null, Refused(source, new(
                StatusCodes.Status401Unauthorized, EnrolmentRefusal.NoCertificate, "show the certificate that is to be renewed.")));
        if (IssuedCertificate.WhyNot(folder.Root, shown, time.GetUtcNow()) is { } foreign)
            return (null, Refused(source, new(StatusCodes.Status403Forbidden, EnrolmentRefusal.ForeignCertificate, $"{foreign}.")));
        if (asked.Csr is not null && Bytes(asked.Csr, CertificateAuthority.MaxRequestBytes) is null)
            return (null, Refused(source, NoCsr));
        // No revocation comes between the look at the list and the new certificate, which it would not refuse.
        lock (_lock)
        {
            if (ReasonAgainst(shown) is { } revoked)
                return (null, Refused(source, new(StatusCodes.Status403Forbidden, EnrolmentRefusal.Revoked, $"{revoked}.")));
            if (Bytes(asked.Csr, CertificateAuthority.MaxRequestBytes) is not { } csr)
                return (Admission(null, withNetwork: false), null);
            var nodeId = PeerCertificate.Read(shown)!.Name.NodeId;
            var (certificate, refusal) = Sign(csr, nodeId);
            if (refusal is not null) return (null, Refused(source, refusal));
            using (certificate)
            {
                EnrolmentLog.RenewedFor(log, nodeId, source);
                return (Admission(certificate, withNetwork: false), null);
            }
        }
    }

    public EnrolmentRefusal Refused(string source, EnrolmentRefusal refusal)
    {
        counters.CountRefused(refusal.Code);
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_told.AreTooMany(source, now)) return refusal;
            _told.Count(source, now);
        }

        EnrolmentLog.Refused(log, source, refusal.Code, refusal.Detail);
        return refusal;
    }

    private string? ReasonAgainst(X509Certificate2 shown) => security.Refuse(shown) ?? (PeerCertificate.Read(shown) is { } own
        ? RevocationRules.ReasonAgainst(Revocations, own.Name.NodeId, own.IssuedAt)
        : null);

    private EnrolmentRefusal? Judge(byte[] token, byte[] applicant, string source)
    {
        lock (_lock) return RefusalOf(WithBook(book => book.Judge(token, applicant, source, time.GetUtcNow())));
    }

    /// <summary>With what all processes of this machine know of invites. What has changed is kept before anybody hears of it.</summary>
    private T WithBook<T>(Func<InviteBook, T> work)
    {
        var result = default(T)!;
        folder.ChangeInvites(kept =>
        {
            _book.Restore(kept);
            result = work(_book);
            return _book.Kept;
        });
        return result;
    }

    private EnrolmentRefusal? RefusalOf(InviteVerdict verdict) => verdict switch
    {
        InviteVerdict.Accepted => null,
        InviteVerdict.Used => new(
            StatusCodes.Status403Forbidden, EnrolmentRefusal.UsedInvite, "this invite was used already; each lets one machine in."),
        InviteVerdict.Expired => new(
            StatusCodes.Status403Forbidden, EnrolmentRefusal.ExpiredInvite,
            "this invite has expired by the clock of the machine that made it."),
        InviteVerdict.TooManyTries => new(
            StatusCodes.Status429TooManyRequests, EnrolmentRefusal.TooManyTries,
            "too many wrong invites came from this address; wait a minute."),
        _ => new(
            StatusCodes.Status403Forbidden, EnrolmentRefusal.UnknownInvite,
            $"the machine of node '{security.NodeId}' has no such invite: it was made by another machine, or long ago."),
    };

    private (X509Certificate2? Certificate, EnrolmentRefusal? Refusal) Sign(byte[] csr, string nodeId)
    {
        try
        {
            using var authority = folder.OpenAuthority();
            return (authority.Sign(csr, nodeId), null);
        }
        catch (FormatException e)
        {
            return (null, new(StatusCodes.Status400BadRequest, EnrolmentRefusal.BadKeyRequest, e.Message));
        }
        catch (KeyStoreException e)
        {
            return (null, new(StatusCodes.Status503ServiceUnavailable, EnrolmentRefusal.NoAuthority, e.Message));
        }
    }

    private bool IsInUse(NetworkStatus status, string nodeId, string applicant)
    {
        var now = time.GetUtcNow();
        foreach (var (id, held) in _letIn.ToArray())
            if (now - held.At >= IdHeld || now < held.At) _letIn.Remove(id);
        return nodeId == status.NodeId || status.Peers.ContainsKey(nodeId)
            || (_letIn.TryGetValue(nodeId, out var other) && other.Applicant != applicant);
    }

    private AdmissionBody Admission(X509Certificate2? certificate, bool withNetwork) => new(
        certificate?.ExportCertificatePem(),
        withNetwork ? JsonElement.Parse(folder.File.Write()) : null,
        folder.File.Authority,
        RevocationCodec.Write(Revocations));

    private static byte[]? Bytes(string? base64, int most)
    {
        if (base64 is not { Length: > 0 } || base64.Length > most * 2) return null;
        var bytes = new byte[most];
        return Convert.TryFromBase64String(base64, bytes, out var written) ? bytes[..written] : null;
    }
}

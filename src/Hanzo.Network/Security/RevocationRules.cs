using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Text;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Security;

/// <summary>What a list of revocations may be, what of it is signed, and whom it refuses.</summary>
public static class RevocationRules
{
    /// <summary>ECDSA over P-256 with SHA-256, as r and s one after the other.</summary>
    public const int SignatureBytes = 64;

    private const string Format = "hanzo.revocations.1";

    /// <summary>A node's clock may be so far off the authority's.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromDays(1);

    /// <summary>
    /// What is signed: the format's name, the network's id, version (8 bytes) and number of nodes (4), then of each the length of its id
    /// (1), the id, and the time in Unix milliseconds (8); all numbers big-endian.
    /// </summary>
    public static byte[] SignedBytes(string networkId, RevocationList list)
    {
        using var bytes = new MemoryStream();
        bytes.Write(Encoding.ASCII.GetBytes(Format + networkId));
        Span<byte> number = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64BigEndian(number, list.Version);
        bytes.Write(number);
        BinaryPrimitives.WriteInt32BigEndian(number, list.Nodes.Length);
        bytes.Write(number[..sizeof(int)]);
        foreach (var node in list.Nodes)
        {
            bytes.WriteByte((byte)node.NodeId.Length);
            bytes.Write(Encoding.ASCII.GetBytes(node.NodeId));
            BinaryPrimitives.WriteInt64BigEndian(number, node.At.ToUnixTimeMilliseconds());
            bytes.Write(number);
        }

        return bytes.ToArray();
    }

    /// <summary>Why it is no list, whoever signed it; null: it may be one.</summary>
    public static string? Misfit(RevocationList list)
    {
        if (list.Version < 0) return FormattableString.Invariant($"its version is {list.Version}; it must be at least 0");
        if (list.Nodes.Length > RevocationList.MaxNodes)
            return FormattableString.Invariant($"it names {list.Nodes.Length} nodes; at most {RevocationList.MaxNodes} are allowed");
        if (list.Nodes.FirstOrDefault(node => !NodeIdRules.IsValid(node.NodeId)) is { } misnamed)
            return $"'{misnamed.NodeId}' is no node id; allowed: {NodeIdRules.AllowedForm}";
        if (list.Nodes.Select(node => node.NodeId).Distinct(StringComparer.Ordinal).Count() != list.Nodes.Length)
            return "it names a node twice";
        if (list.Version == 0) return list.Nodes.IsEmpty ? null : "its version is 0, and it names nodes";
        return list.Signature.Length == SignatureBytes
            ? null
            : FormattableString.Invariant($"its signature has {list.Signature.Length} bytes; it must have {SignatureBytes}");
    }

    /// <summary>
    /// The next list, unsigned. Only a full one forgets the nodes whose last certificate has expired by itself: were it done before,
    /// a clock that is far ahead for a moment would let nodes in again.
    /// </summary>
    /// <exception cref="InvalidOperationException">So many were revoked of late that it is full.</exception>
    public static RevocationList Next(RevocationList list, string nodeId, DateTimeOffset at)
    {
        // What cannot be written is not compared.
        at = DateTimeOffset.FromUnixTimeMilliseconds(at.ToUnixTimeMilliseconds());
        var longest = CertificateRules.NodeLifetime + Slack;
        var others = list.Nodes.Where(node => node.NodeId != nodeId).ToArray();
        if (others.Length >= RevocationList.MaxNodes) others = [.. others.Where(node => node.At + longest > at)];
        ImmutableArray<Revocation> next =
            [.. others.Append(new Revocation(nodeId, at)).OrderBy(node => node.NodeId, StringComparer.Ordinal)];
        return next.Length <= RevocationList.MaxNodes
            ? new RevocationList(list.Version + 1, next, [])
            : throw new InvalidOperationException(FormattableString.Invariant(
                $"{RevocationList.MaxNodes} nodes were revoked within {longest.TotalDays} days; no more can be for now."));
    }

    /// <summary>Why a certificate of the node that was issued then is refused; null: it is not.</summary>
    /// <param name="issuedAt">Null: nobody knows; such a one of a revoked node is refused.</param>
    public static string? ReasonAgainst(RevocationList list, string nodeId, DateTimeOffset? issuedAt) =>
        list.Nodes.FirstOrDefault(node => node.NodeId == nodeId) is { } revoked && !(issuedAt >= revoked.At)
            ? FormattableString.Invariant($"the certificate of node '{nodeId}' was revoked at {revoked.At:yyyy-MM-dd HH:mm:ss}Z")
            : null;
}

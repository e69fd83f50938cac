using Hanzo.Network.Agents;

namespace Hanzo.Network.Security;

/// <summary>Whom a certificate is for: a node of one network. Certificates carry it as a URI among their alternative names.</summary>
public sealed record PeerName(string NetworkId, string NodeId)
{
    public const string Scheme = "hanzo://";

    public string Uri => $"{Scheme}{NetworkId}/{NodeId}";

    /// <returns>Null when the text is not of the form <c>hanzo://NETWORK-ID/NODE-ID</c>.</returns>
    public static PeerName? Parse(string uri)
    {
        if (!uri.StartsWith(Scheme, StringComparison.Ordinal)) return null;
        var rest = uri.AsSpan(Scheme.Length);
        if (rest.Length <= Ulid.Length || rest[Ulid.Length] != '/' || !Ulid.IsValid(rest[..Ulid.Length])) return null;
        var node = rest[(Ulid.Length + 1)..].ToString();
        return NodeIdRules.IsValid(node) ? new PeerName(rest[..Ulid.Length].ToString(), node) : null;
    }
}

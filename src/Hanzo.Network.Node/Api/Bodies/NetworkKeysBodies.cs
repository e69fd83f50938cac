using System.Collections.Immutable;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>What <c>hanzo network create --json</c> writes.</summary>
/// <param name="Created">False: it was here.</param>
internal sealed record CreatedNetworkBody(string Network, string NetworkId, string Folder, bool Created);

/// <summary>What <c>hanzo network list --json</c> writes.</summary>
internal sealed record NetworksBody(string Folder, ImmutableArray<NetworkKeysBody> Networks);

/// <summary>One network of the keys folder; what <c>hanzo network show --json</c> writes. No key is in it.</summary>
internal sealed record NetworkKeysBody
{
    public required string Network { get; init; }

    /// <summary>Why its keys cannot be used; then nothing else is known.</summary>
    public string? Problem { get; init; }

    public string? NetworkId { get; init; }
    public string? Folder { get; init; }

    /// <summary>Whether nodes are let in on this machine.</summary>
    public bool Authority { get; init; }

    /// <summary>SHA-256 of the authority's certificate, in hexadecimal digits.</summary>
    public string? Fingerprint { get; init; }

    public DateTimeOffset? Expires { get; init; }

    /// <summary>host:port where the authority is asked, as far as is known here.</summary>
    public ImmutableArray<string> AuthorityAt { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Nodes whose certificates are on this machine.</summary>
    public ImmutableArray<NodeCertificateBody> Nodes { get; init => field = value.IsDefault ? [] : value; } = [];

    public ImmutableArray<RevokedNodeBody> Revoked { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <param name="Problem">Why it cannot be used; then its times are not known.</param>
internal sealed record NodeCertificateBody(string NodeId, DateTimeOffset? Issued, DateTimeOffset? Expires, string? Problem);

/// <param name="At">Certificates that were issued before count no more.</param>
internal sealed record RevokedNodeBody(string NodeId, DateTimeOffset At);

using System.Collections.Immutable;

namespace Hanzo.Network.Security;

/// <summary>The nodes that are trusted no more, signed by the network's authority. A later one replaces an earlier one.</summary>
/// <param name="Version">0: nobody was ever revoked; counts up with each change.</param>
/// <param name="Signature">Of the authority's key over the rest; empty at version 0.</param>
public sealed record RevocationList(long Version, ImmutableArray<Revocation> Nodes, ImmutableArray<byte> Signature)
{
    public const int MaxNodes = 500;

    public static readonly RevocationList None = new(0, [], []);
}

/// <param name="NodeId">Of the node, as in its certificates.</param>
/// <param name="At">Certificates of the node that were issued before count no more; one that it is invited to afterwards does.</param>
public sealed record Revocation(string NodeId, DateTimeOffset At);

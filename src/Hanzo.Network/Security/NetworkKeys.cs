using System.Collections.Immutable;

namespace Hanzo.Network.Security;

/// <summary>What all nodes of one secured network have in common, and nobody else has.</summary>
/// <param name="Network">The network's name; others may use the same.</param>
/// <param name="NetworkId">A ULID, made with the keys; tells apart networks of one name.</param>
/// <param name="BeaconKey">Seals beacons; <see cref="BeaconKeyBytes"/> bytes.</param>
public sealed record NetworkKeys(string Network, string NetworkId, ImmutableArray<byte> BeaconKey)
{
    public const int BeaconKeyBytes = 32;

    /// <summary>Shows no key.</summary>
    public override string ToString() => $"{Network} ({NetworkId})";
}

namespace Hanzo.Network.Joining;

/// <summary>What a node shouts into its network, in one datagram.</summary>
/// <param name="Cluster">Null while the node is looking for one.</param>
/// <param name="Reply">Sent to one node because it was heard; never answered itself.</param>
public sealed record Beacon(NodeIdentity Node, ClusterIdentity? Cluster, bool Reply);

/// <summary>Why a datagram was dropped.</summary>
public enum BeaconDrop
{
    /// <summary>Above <see cref="BeaconCodec.MaxBytes"/>.</summary>
    Oversized,

    /// <summary>Not the beginning of a JSON object.</summary>
    Garbage,

    /// <summary>JSON that breaks off, nests or repeats fields.</summary>
    Malformed,

    /// <summary>Some other program's message on the same port.</summary>
    ForeignType,

    /// <summary>A beacon format that this version does not read.</summary>
    UnsupportedVersion,

    /// <summary>A required field is missing or outside its allowed form.</summary>
    InvalidField,

    ForeignNetwork,

    /// <summary>Our own broadcast, heard back; proof that broadcasts leave and arrive.</summary>
    Own,
}

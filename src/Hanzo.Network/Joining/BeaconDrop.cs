namespace Hanzo.Network.Joining;

/// <summary>Why a datagram was dropped.</summary>
public enum BeaconDrop
{
    /// <summary>Above <see cref="BeaconCodec.MaxBytes"/>.</summary>
    Oversized,

    /// <summary>Not the beginning of a JSON object.</summary>
    Garbage,

    /// <summary>JSON that breaks off, nests or repeats fields; or a sealed beacon that breaks off.</summary>
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

    /// <summary>Sealed, of a network of our name with another id.</summary>
    ForeignKeys,

    /// <summary>Of a network of our name that is not secured, while ours is.</summary>
    Unsealed,

    /// <summary>Of a network of our name that is secured, while ours is not.</summary>
    Sealed,

    /// <summary>Of our network by its id, but not written with its key.</summary>
    Forged,

    /// <summary>Taken a moment ago already: it came by two links, or somebody repeats it.</summary>
    Repeated,

    /// <summary>Older than what was heard of the same node already: somebody recorded it.</summary>
    Replayed,

    /// <summary>Sent at a time that differs from ours by more than <see cref="ClockSkew.Bound"/>.</summary>
    Skewed,
}

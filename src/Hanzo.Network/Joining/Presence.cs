namespace Hanzo.Network.Joining;

/// <summary>A beacon that was not meant for this node, although its network has the same name; nothing in it is proven.</summary>
/// <param name="Node">Who says so; null where that cannot be read.</param>
public sealed record Presence(PresenceKind Kind, NodeIdentity? Node = null)
{
    /// <summary>Of its beacons; null but for <see cref="PresenceKind.OtherVersion"/>.</summary>
    public BeaconVersions? Versions { get; init; }
}

/// <param name="Theirs">Of a beacon that was heard.</param>
/// <param name="Ours">Of beacons of that form that are read here.</param>
/// <param name="Software">Hanzo's version at the sender, as it says; null: it does not say in the clear.</param>
public sealed record BeaconVersions(int Theirs, int Ours, string? Software = null);

public enum PresenceKind
{
    /// <summary>Secured, as this node is, with other keys.</summary>
    OtherKeys,

    /// <summary>Not secured, as this node is.</summary>
    Unsecured,

    /// <summary>Secured, as this node is not.</summary>
    Secured,

    /// <summary>Its beacons are of a version that is not read here.</summary>
    OtherVersion,
}

/// <summary>When clocks of nodes differ too much.</summary>
public static class ClockSkew
{
    /// <summary>Clocks may differ by this; what is older, or newer, may be a beacon that somebody recorded.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public static bool IsBeyond(TimeSpan skew) => skew.Duration() > Bound;
}

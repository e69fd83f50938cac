namespace Hanzo.Network.Joining;

/// <summary>A beacon that was not meant for this node, although its network has the same name; nothing in it is proven.</summary>
/// <param name="Node">Who says so; null where that cannot be read.</param>
public sealed record Presence(PresenceKind Kind, NodeIdentity? Node = null);

public enum PresenceKind
{
    /// <summary>Secured, as this node is, with other keys.</summary>
    OtherKeys,

    /// <summary>Not secured, as this node is.</summary>
    Unsecured,

    /// <summary>Secured, as this node is not.</summary>
    Secured,
}

/// <summary>When clocks of nodes differ too much.</summary>
public static class ClockSkew
{
    /// <summary>Clocks may differ by this; what is older, or newer, may be a beacon that somebody recorded.</summary>
    public static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);

    public static bool IsBeyond(TimeSpan skew) => skew.Duration() > Bound;
}

namespace Hanzo.Network.Joining;

/// <summary>Who a node is while one actor system of it lives.</summary>
/// <param name="Incarnation">A ULID, new with every actor system; tells a restarted node from a second one of the same id.</param>
/// <param name="Address">Where its remoting is dialled.</param>
/// <param name="Runtime"><c>embedded</c> or <c>nuget</c>; nodes of different runtimes cannot join each other.</param>
public sealed record NodeIdentity(
    string Network, string NodeId, string Incarnation, NodeAddress Address, string Runtime, string Version, ProtocolRange Protocol);

/// <summary>The versions of our messages that a node can speak, both ends included.</summary>
public sealed record ProtocolRange(int Min, int Max)
{
    public static readonly ProtocolRange Current = new(1, 1);

    /// <summary>Of members that do not tell theirs: they are older than that others could be told.</summary>
    public static readonly ProtocolRange Untold = new(1, 1);

    public bool Overlaps(ProtocolRange other) => Min <= other.Max && other.Min <= Max;

    public override string ToString() => Min == Max ? $"{Min}" : $"{Min} to {Max}";
}

/// <summary>Which cluster: named after the incarnation that founded it.</summary>
public sealed record ClusterIdentity(string Id, DateTimeOffset FoundedAt);

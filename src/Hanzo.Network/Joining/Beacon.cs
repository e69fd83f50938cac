using Hanzo.Network.Agents;

namespace Hanzo.Network.Joining;

/// <summary>What a node shouts into its network, in one datagram.</summary>
/// <param name="Cluster">Null while the node is looking for one.</param>
/// <param name="Reply">Sent to one node because it was heard; never answered itself.</param>
public sealed record Beacon(NodeIdentity Node, ClusterIdentity? Cluster, bool Reply)
{
    /// <summary>Nodes whose beacons the sender heard lately, told in one beacon; of more it tells these only.</summary>
    public const int MaxHears = 32;

    private const int ShortLength = 8;

    /// <summary>The ends of their incarnations, one after the other; null: the sender does not say.</summary>
    public string? Hears { get; init; }

    /// <summary>Null: the sender does not say, or not of all.</summary>
    public bool? IsHeard(NodeIdentity node) => IsIn(Hears, node);

    internal static bool? IsIn(string? hears, NodeIdentity node)
    {
        if (hears is null) return null;
        for (var at = 0; at + ShortLength <= hears.Length; at += ShortLength)
            if (hears.AsSpan(at, ShortLength).SequenceEqual(Short(node.Incarnation))) return true;
        return hears.Length >= MaxHears * ShortLength ? null : false;
    }

    internal static string Join(IEnumerable<NodeIdentity> nodes) =>
        string.Concat(nodes.Take(MaxHears).Select(node => Short(node.Incarnation).ToString()));

    internal static bool IsHears(string? text) => text is null
        || (text.Length % ShortLength == 0 && text.Length <= MaxHears * ShortLength && Ulid.IsWritable(text));

    private static ReadOnlySpan<char> Short(string incarnation) => incarnation.AsSpan(incarnation.Length - ShortLength);
}

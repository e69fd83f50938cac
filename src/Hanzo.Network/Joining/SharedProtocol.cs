namespace Hanzo.Network.Joining;

/// <summary>
/// The versions of our messages that all of several nodes speak, and who of them bounds that; they share none if min is above max.
/// </summary>
/// <param name="MinBy">Id of a node that speaks nothing older.</param>
/// <param name="MaxBy">Id of a node that speaks nothing newer.</param>
public sealed record SharedProtocol(int Min, string MinBy, int Max, string MaxBy)
{
    /// <summary>Null of no nodes.</summary>
    public static SharedProtocol? Of(IEnumerable<(string NodeId, ProtocolRange Range)> nodes)
    {
        var all = nodes.OrderBy(node => node.NodeId, StringComparer.Ordinal).ToArray();
        if (all.Length == 0) return null;
        var (newest, oldest) = (all.MaxBy(node => node.Range.Min), all.MinBy(node => node.Range.Max));
        return new SharedProtocol(newest.Range.Min, newest.NodeId, oldest.Range.Max, oldest.NodeId);
    }

    /// <summary>Whether each of the nodes has a version in common with one that speaks those.</summary>
    public bool Fits(ProtocolRange range) => BlockerOf(range) is null;

    /// <summary>Whether each of these nodes has a version in common with each of those.</summary>
    public bool Fits(SharedProtocol others) => Min <= others.Max && others.Min <= Max;

    /// <summary>Who has no version in common with a node that speaks those, and what it does speak; null: nobody.</summary>
    public (string NodeId, string Speaks)? BlockerOf(ProtocolRange range) =>
        range.Min > Max ? (MaxBy, $"{Max} at most") : range.Max < Min ? (MinBy, $"{Min} at least") : null;
}

using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>The nodes of this network that were heard lately. Owned by one actor.</summary>
public sealed class HeardNodes
{
    public const int MaxNodes = 256;
    public static readonly TimeSpan ForgetAfter = TimeSpan.FromSeconds(30);

    private readonly SortedDictionary<NodeAddress, HeardNode> _nodes = [];

    /// <summary>True when this is news: a node, incarnation or cluster not known before.</summary>
    public bool Note(Beacon beacon, DateTimeOffset now)
    {
        var known = _nodes.TryGetValue(beacon.Node.Address, out var before);
        if (!known && _nodes.Count >= MaxNodes) return false;
        _nodes[beacon.Node.Address] = new HeardNode(beacon.Node, beacon.Cluster, now);
        return !known || before!.Node != beacon.Node || before.Cluster != beacon.Cluster;
    }

    public void ForgetOld(DateTimeOffset now)
    {
        foreach (var old in _nodes.Values.Where(node => now - node.LastHeard > ForgetAfter).ToArray()) _nodes.Remove(old.Node.Address);
    }

    public ImmutableArray<HeardNode> Snapshot() => [.. _nodes.Values];
}

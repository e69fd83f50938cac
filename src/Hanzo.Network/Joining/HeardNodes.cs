using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>The nodes of this network that were heard lately. Owned by one actor.</summary>
public sealed class HeardNodes(NodeIdentity self)
{
    public const int MaxNodes = 256;
    public const int MaxHosts = 4;
    public static readonly TimeSpan ForgetAfter = TimeSpan.FromSeconds(30);

    /// <summary>Four beacons of a member.</summary>
    public static readonly TimeSpan HeardFor = 4 * BeaconPeriod.Member;

    private readonly SortedDictionary<NodeAddress, HeardNode> _nodes = [];

    /// <summary>True when this is news: a node, incarnation or cluster not known before.</summary>
    /// <param name="host">The address that it came from; null: unknown.</param>
    public bool Note(Beacon beacon, DateTimeOffset now, string? host = null)
    {
        var known = _nodes.TryGetValue(beacon.Node.Address, out var before);
        if (!known && _nodes.Count >= MaxNodes) return false;
        var first = known && before!.Node == beacon.Node ? before.FirstHeard : now;
        _nodes[beacon.Node.Address] = new HeardNode(beacon.Node, beacon.Cluster, now)
        {
            FirstHeard = first,
            Hosts = known ? With(before!.Hosts, host) : With([], host),
            HearsUs = beacon.IsHeard(self),
        };
        return !known || before!.Node != beacon.Node || before.Cluster != beacon.Cluster;
    }

    private static ImmutableArray<string> With(ImmutableArray<string> hosts, string? host) =>
        host is null || hosts.Contains(host) ? hosts : [host, .. hosts.Take(MaxHosts - 1)];

    public void ForgetOld(DateTimeOffset now)
    {
        foreach (var old in _nodes.Values.Where(node => now - node.LastHeard > ForgetAfter).ToArray()) _nodes.Remove(old.Node.Address);
    }

    /// <summary>Those heard within <see cref="HeardFor"/>, as beacons tell them.</summary>
    public string ToHears(DateTimeOffset now) => Beacon.Join(
        _nodes.Values.Where(node => now - node.LastHeard <= HeardFor).OrderByDescending(node => node.LastHeard).Select(node => node.Node));

    public ImmutableArray<HeardNode> Snapshot() => [.. _nodes.Values];
}

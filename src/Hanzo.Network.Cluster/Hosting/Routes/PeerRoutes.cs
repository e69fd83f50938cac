using System.Collections.Immutable;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Hosting.Routes;

/// <summary>Which addresses the other nodes have told, and how each of them does, as remoting finds.</summary>
internal sealed class PeerRoutes(Board<DirectorySnapshot> board)
{
    /// <summary>Of so many nodes it is remembered how their addresses do.</summary>
    private const int MaxPeers = 1024;

    private ImmutableDictionary<string, ImmutableArray<PeerRoute>> _observed = ImmutableDictionary<string, ImmutableArray<PeerRoute>>.Empty;

    /// <summary>What the node that goes by an address has told besides.</summary>
    public ImmutableArray<NodeAddress> OthersOf(string host, int port)
    {
        var nodes = board.Current.Nodes;
        if (nodes.IsEmpty) return [];
        var key = nodes.First().Key;
        var system = key[..(key.IndexOf('@', StringComparison.Ordinal) + 1)];
        return nodes.TryGetValue($"{system}{host}:{port}", out var node) && node.Description is { } told
            ? [.. told.Addresses.Take(OwnAddresses.MaxOthers)]
            : [];
    }

    public void Observe(string host, int port, ImmutableArray<PeerRoute> routes) =>
        ImmutableInterlocked.Update(ref _observed, known => Room(known).SetItem($"{host}:{port}", routes));

    /// <summary>Empty: it has one address only, as far as is known.</summary>
    /// <param name="address">host:port.</param>
    public ImmutableArray<PeerRoute> Of(string address) => Volatile.Read(ref _observed).GetValueOrDefault(address, []);

    private ImmutableDictionary<string, ImmutableArray<PeerRoute>> Room(ImmutableDictionary<string, ImmutableArray<PeerRoute>> known)
    {
        if (known.Count < MaxPeers) return known;
        var present = board.Current.Nodes.Keys.Select(key => key[(key.IndexOf('@', StringComparison.Ordinal) + 1)..]).ToHashSet();
        return known.RemoveRange(known.Keys.Where(address => !present.Contains(address)));
    }
}

using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>Which road leads where. An address is lost when the last road that led there does not any more. Owned by one actor.</summary>
public sealed class RoadBook
{
    private readonly SortedDictionary<string, ToldRoad> _roads = new(StringComparer.Ordinal);

    /// <summary>All that is told, by road.</summary>
    public IEnumerable<(string Road, NodeAddress Address, bool Configured)> All =>
        _roads.SelectMany(road => road.Value.Addresses.Select(address => (road.Key, address, road.Value.Configured)));

    /// <param name="addresses">All that the road leads to now.</param>
    /// <returns>The addresses that are new on this road, and those that no road leads to any more.</returns>
    public (ImmutableArray<NodeAddress> Found, ImmutableArray<NodeAddress> Lost) Tell(
        string road, IEnumerable<NodeAddress> addresses, bool configured)
    {
        var now = addresses.Take(RoadNews.MaxAddresses).ToImmutableSortedSet();
        var before = _roads.TryGetValue(road, out var told) ? told.Addresses : [];
        _roads[road] = new ToldRoad(now, configured);
        var lost = before.Except(now).Where(address => !_roads.Values.Any(other => other.Addresses.Contains(address)));
        return ([.. now.Except(before)], [.. lost]);
    }

    /// <summary>The road tries another address in the place of one.</summary>
    public void Replace(string road, NodeAddress old, NodeAddress @new)
    {
        if (_roads.TryGetValue(road, out var told)) _roads[road] = told with { Addresses = told.Addresses.Remove(old).Add(@new) };
    }

    private sealed record ToldRoad(ImmutableSortedSet<NodeAddress> Addresses, bool Configured);
}

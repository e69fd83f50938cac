using System.Collections.Immutable;

namespace Akka.Embedded.Sharding.Coordination;

/// <summary>Regions and the shards that they own. A shard has one owner or none.</summary>
internal sealed class ShardTable<TRegion>
    where TRegion : notnull
{
    private readonly List<RegionEntry<TRegion>> _regions = [];
    private readonly Dictionary<string, Tenure<TRegion>> _tenures = new(StringComparer.Ordinal);
    private ImmutableDictionary<TRegion, IImmutableList<string>> _owned = ImmutableDictionary<TRegion, IImmutableList<string>>.Empty;
    private long _lastTerm;

    public IReadOnlyList<RegionEntry<TRegion>> Regions => _regions;

    /// <summary>Shards by region, of those regions that may get more.</summary>
    public ImmutableDictionary<TRegion, IImmutableList<string>> Candidates { get; private set; } =
        ImmutableDictionary<TRegion, IImmutableList<string>>.Empty;

    public RegionEntry<TRegion>? Find(TRegion region) => _regions.Find(entry => entry.Region.Equals(region));

    public IImmutableList<string> OwnedBy(TRegion region) => _owned.GetValueOrDefault(region, ImmutableList<string>.Empty);

    public bool TryGet(string shard, out Tenure<TRegion> tenure) => _tenures.TryGetValue(shard, out tenure);

    /// <summary>Of shards that are owned.</summary>
    public int Count => _tenures.Count;

    public bool IsOwned(string shard) => _tenures.ContainsKey(shard);

    public bool IsTerm(string shard, long term) => _tenures.TryGetValue(shard, out var tenure) && tenure.Term == term;

    public long NextTerm() => ++_lastTerm;

    public void Add(RegionEntry<TRegion> entry)
    {
        _regions.Add(entry);
        if (!entry.Proxy)
            Set(entry.Region, ImmutableList<string>.Empty);
    }

    public void Close(RegionEntry<TRegion> entry) => Candidates = Candidates.Remove(entry.Region);

    public void Remove(RegionEntry<TRegion> entry)
    {
        _regions.Remove(entry);
        Close(entry);
        _owned = _owned.Remove(entry.Region);
    }

    public void Give(string shard, TRegion region)
    {
        _tenures[shard] = new Tenure<TRegion>(region, NextTerm());
        Set(region, OwnedBy(region).Add(shard));
    }

    public bool Free(string shard)
    {
        if (!_tenures.Remove(shard, out var tenure))
            return false;
        if (_owned.TryGetValue(tenure.Owner, out var shards))
            Set(tenure.Owner, shards.Remove(shard, StringComparer.Ordinal));
        return true;
    }

    private void Set(TRegion region, IImmutableList<string> shards)
    {
        _owned = _owned.SetItem(region, shards);
        if (Find(region) is { Leaving: false, Suspect: false })
            Candidates = Candidates.SetItem(region, shards);
    }
}

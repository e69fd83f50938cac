namespace Hanzo.Network.Consensus;

/// <summary>
/// Who belonged to the group, by entry: a member goes by the newest configuration in its log, and goes back to the one before when that
/// entry is removed (Ongaro 2014, §4.1).
/// </summary>
internal sealed class ConfigHistory
{
    private readonly List<(long Index, GroupConfig Config)> _configs;

    public ConfigHistory(SnapshotMeta snapshot) => _configs = [(snapshot.Index, snapshot.Config)];

    public (long Index, GroupConfig Config) Last => _configs[^1];

    public void Add(long index, GroupConfig config) => _configs.Add((index, config));

    public GroupConfig At(long index) => _configs.FindLast(config => config.Index <= index).Config ?? _configs[0].Config;

    /// <summary>Whether it votes by the configuration in force at this entry, or by any after it.</summary>
    public bool IsVoterSince(long index, MemberId member)
    {
        for (var at = _configs.Count - 1; at >= 0; at--)
        {
            if (_configs[at].Config.IsVoter(member)) return true;
            if (_configs[at].Index <= index) return false;
        }
        return false;
    }

    public void RemoveFrom(long index) => _configs.RemoveAll(config => config.Index >= index);

    /// <summary>Forgets those that were replaced up to this entry.</summary>
    public void CutTo(long index)
    {
        var last = _configs.FindLastIndex(config => config.Index <= index);
        if (last > 0) _configs.RemoveRange(0, last);
    }

    public void Reset(SnapshotMeta snapshot)
    {
        _configs.Clear();
        _configs.Add((snapshot.Index, snapshot.Config));
    }
}

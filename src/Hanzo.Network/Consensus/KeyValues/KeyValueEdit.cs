using System.Collections.Immutable;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>The changes that one log entry makes; they have one revision together.</summary>
internal sealed class KeyValueEdit(KeyValueState state)
{
    private readonly ImmutableSortedDictionary<string, KeyValueEntry>.Builder _entries = state.Entries.ToBuilder();
    private readonly ImmutableArray<KeyValueChange>.Builder _changes = ImmutableArray.CreateBuilder<KeyValueChange>();
    private ImmutableSortedSet<string> _keys = state.Keys;
    private long _length = state.Length;
    private ImmutableSortedDictionary<long, KeyValueLease> _leases = state.Leases;
    private ImmutableSortedDictionary<long, ImmutableSortedSet<string>> _leaseKeys = state.LeaseKeys;

    public ImmutableArray<KeyValueChange> Changes => _changes.ToImmutable();

    public int Keys => _entries.Count;

    /// <summary>Of all keys and values, in UTF-16 code units.</summary>
    public long Length => _length;

    /// <summary>Of the store with the changes so far.</summary>
    public long Revision => _changes.Count == 0 ? state.Revision : state.Revision + 1;

    private long Next => state.Revision + 1;

    public KeyValueEntry? Find(string key) => _entries.GetValueOrDefault(key);

    /// <summary>In the order of keys.</summary>
    public IEnumerable<KeyValuePair<string, KeyValueEntry>> FindAll(string prefix) =>
        KeyValueState.Under(_keys, prefix).Select(key => KeyValuePair.Create(key, _entries[key]));

    public void Put(string key, string value, long lease)
    {
        var previous = Find(key);
        var entry = new KeyValueEntry(value, previous?.Created ?? Next, Next, (previous?.Version ?? 0) + 1, lease);
        Bind(key, previous?.Lease ?? 0, lease);
        _entries[key] = entry;
        if (previous is null) _keys = _keys.Add(key);
        _length += value.Length + (previous is null ? key.Length : -previous.Value.Length);
        _changes.Add(new KeyValueChange(Next, key, entry, previous));
    }

    public void Delete(string key)
    {
        if (Find(key) is not { } previous) return;
        Bind(key, previous.Lease, 0);
        _entries.Remove(key);
        _keys = _keys.Remove(key);
        _length -= key.Length + previous.Value.Length;
        _changes.Add(new KeyValueChange(Next, key, null, previous));
    }

    public void EndLease(long lease)
    {
        _leases = _leases.Remove(lease);
        _leaseKeys = _leaseKeys.Remove(lease);
    }

    public KeyValueState ToState() =>
        state with
        {
            Revision = Revision, Entries = _entries.ToImmutable(), Keys = _keys, Length = _length, Leases = _leases, LeaseKeys = _leaseKeys,
        };

    private void Bind(string key, long from, long to)
    {
        if (from == to) return;
        if (from != 0 && _leaseKeys.TryGetValue(from, out var keys))
        {
            keys = keys.Remove(key);
            _leaseKeys = keys.IsEmpty ? _leaseKeys.Remove(from) : _leaseKeys.SetItem(from, keys);
        }
        if (to == 0) return;
        var bound = _leaseKeys.GetValueOrDefault(to, ImmutableSortedSet.Create<string>(StringComparer.Ordinal));
        _leaseKeys = _leaseKeys.SetItem(to, bound.Add(key));
    }
}

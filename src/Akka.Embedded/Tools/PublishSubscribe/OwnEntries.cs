using System.Collections.Immutable;
using System.Text;

namespace Akka.Embedded.Tools.PublishSubscribe;

/// <summary>One change: the key is there, or is no more.</summary>
internal readonly record struct EntryChange(EntryKey Key, bool Present);

/// <summary>
/// What this node has receivers for. Each change gets the next version; a removal is remembered until all peers know it, or there are too
/// many.
/// </summary>
/// <param name="maxElements">Of one delta.</param>
/// <param name="start">The version before the first change.</param>
internal sealed class OwnEntries(int maxElements, long start = 0)
{
    /// <summary>With more removals remembered, peers that lag behind get everything anew instead.</summary>
    public const int MaxRemovals = 1000;

    // Well below the smallest frame that remoting may be limited to.
    private const int MaxDeltaBytes = 16 * 1024;
    private const int SpareBeforeCompaction = 64;

    private readonly Dictionary<EntryKey, Entry> _current = [];

    // By version; holds entries that have a later one, too.
    private readonly List<Entry> _history = [];
    private int _removals;
    private long _forgotten = start;

    public long Version { get; private set; } = start;

    /// <returns>False if it was so already.</returns>
    public bool Set(EntryKey key, bool present)
    {
        if ((_current.TryGetValue(key, out var entry) && entry.Present) == present)
            return false;
        if (entry.Version != 0 && !entry.Present)
            _removals--;
        Append(key, present);
        if (!present && ++_removals > MaxRemovals)
            StartAnew();
        return true;
    }

    /// <summary>What has changed since; everything for a version so old that removals since have been forgotten.</summary>
    public EntryDelta After(long version)
    {
        var from = version < _forgotten ? 0 : version;
        var changes = ImmutableArray.CreateBuilder<EntryChange>();
        var bytes = 0;
        var last = from;
        for (var i = FirstAfter(from); i < _history.Count; i++)
        {
            var entry = _history[i];
            if (!IsCurrent(entry) || (from == 0 && !entry.Present))
                continue;
            bytes += Encoding.UTF8.GetByteCount(entry.Key.Name) + Encoding.UTF8.GetByteCount(entry.Key.Group);
            if (changes.Count > 0 && (changes.Count == maxElements || bytes > MaxDeltaBytes))
                return new EntryDelta(from, last, changes.ToImmutable());
            changes.Add(new EntryChange(entry.Key, entry.Present));
            last = entry.Version;
        }

        return new EntryDelta(from, Version, changes.ToImmutable());
    }

    /// <summary>Removals up to this version are known everywhere.</summary>
    public void ForgetRemovals(long upTo)
    {
        for (var i = 0; _removals > 0 && i < _history.Count && _history[i].Version <= upTo; i++)
        {
            var entry = _history[i];
            if (!entry.Present && IsCurrent(entry))
            {
                _current.Remove(entry.Key);
                _removals--;
            }
        }

        Compact();
    }

    private void Append(EntryKey key, bool present)
    {
        var entry = new Entry(++Version, key, present);
        _current[key] = entry;
        _history.Add(entry);
        Compact();
    }

    // All that is left gets new versions, so that whoever has one of the old ones gets all of it.
    private void StartAnew()
    {
        var present = _history.Where(entry => entry.Present && IsCurrent(entry)).Select(entry => entry.Key).ToList();
        _forgotten = Version;
        _removals = 0;
        _current.Clear();
        _history.Clear();
        foreach (var key in present)
            Append(key, present: true);
    }

    private bool IsCurrent(Entry entry) => _current.TryGetValue(entry.Key, out var current) && current.Version == entry.Version;

    private void Compact()
    {
        if (_history.Count > (2 * _current.Count) + SpareBeforeCompaction)
            _history.RemoveAll(entry => !IsCurrent(entry));
    }

    private int FirstAfter(long version)
    {
        var (low, high) = (0, _history.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_history[middle].Version <= version)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    private readonly record struct Entry(long Version, EntryKey Key, bool Present);
}

/// <param name="From">The version that it builds upon; 0: it replaces everything.</param>
internal sealed record EntryDelta(long From, long To, ImmutableArray<EntryChange> Changes);

using System.Collections.Immutable;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>
/// The newest changes of this member's store, for watchers that go on from a revision; not part of what is agreed on. Who has missed more
/// is told so, reads anew and goes on from there.
/// </summary>
/// <param name="capacity">Changes.</param>
/// <param name="maxLength">Of their keys and values, those before included, in UTF-16 code units.</param>
public sealed class WatchHistory(int capacity = WatchHistory.DefaultCapacity, long maxLength = WatchHistory.DefaultMaxLength)
{
    public const int DefaultCapacity = 4_096;
    public const long DefaultMaxLength = 16 * 1024 * 1024;

    private readonly List<KeyValueChange> _changes = [];
    private int _first;
    private long _length;
    private long _forgotten;

    /// <summary>The store is at this revision now; what came before is not known here: at the start, and after a snapshot.</summary>
    public void Reset(long revision)
    {
        _changes.Clear();
        (_first, _length, _forgotten) = (0, 0, revision);
    }

    public void Add(ImmutableArray<KeyValueChange> changes)
    {
        _changes.AddRange(changes);
        _length += changes.Sum(LengthOf);
        for (; _changes.Count - _first > capacity || _length > maxLength; _first++)
        {
            _forgotten = _changes[_first].Revision;
            _length -= LengthOf(_changes[_first]);
            _changes[_first] = null!;
        }
        // The others are not moved each time.
        if (_first <= capacity / 4) return;
        _changes.RemoveRange(0, _first);
        _first = 0;
    }

    /// <param name="prefix">Of keys; empty: all.</param>
    /// <param name="after">The revision that the watcher has seen.</param>
    /// <param name="limit">At least so many are given if there are, and all of the last one's revision.</param>
    public WatchPage Read(string prefix, long after, int limit)
    {
        if (after < _forgotten) return new WatchPage([], after, Missed: true);
        var found = ImmutableArray.CreateBuilder<KeyValueChange>();
        var seen = after;
        for (var at = FirstAfter(after); at < _changes.Count; at++)
        {
            var change = _changes[at];
            if (found.Count >= limit && change.Revision > seen) break;
            seen = change.Revision;
            if (change.Key.StartsWith(prefix, StringComparison.Ordinal)) found.Add(change);
        }
        return new WatchPage(found.DrainToImmutable(), seen, Missed: false);
    }

    private static long LengthOf(KeyValueChange change) =>
        change.Key.Length + (change.Entry?.Value.Length ?? 0) + (change.Previous?.Value.Length ?? 0);

    // Watchers are mostly at the end, and there may be many.
    private int FirstAfter(long revision)
    {
        var (low, high) = (_first, _changes.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_changes[middle].Revision > revision) high = middle;
            else low = middle + 1;
        }
        return low;
    }
}

/// <param name="Seen">The revision to go on from.</param>
/// <param name="Missed">Changes after the one asked for are forgotten; the page is empty.</param>
public sealed record WatchPage(ImmutableArray<KeyValueChange> Changes, long Seen, bool Missed);

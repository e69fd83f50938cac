using System.Collections.Immutable;

namespace Hanzo.Network.Consensus.KeyValues;

/// <summary>
/// The newest changes of this member's store, for watchers that go on from a revision; not part of what is agreed on. Who has missed more
/// is told so, reads anew and goes on from there.
/// </summary>
public sealed class WatchHistory(int capacity = WatchHistory.DefaultCapacity)
{
    /// <summary>Changes.</summary>
    public const int DefaultCapacity = 4_096;

    private readonly Queue<KeyValueChange> _changes = [];
    private long _forgotten;

    /// <summary>The store is at this revision now; what came before is not known here: at the start, and after a snapshot.</summary>
    public void Reset(long revision)
    {
        _changes.Clear();
        _forgotten = revision;
    }

    public void Add(ImmutableArray<KeyValueChange> changes)
    {
        foreach (var change in changes) _changes.Enqueue(change);
        while (_changes.Count > capacity) _forgotten = _changes.Dequeue().Revision;
    }

    /// <param name="prefix">Of keys; empty: all.</param>
    /// <param name="after">The revision that the watcher has seen.</param>
    /// <param name="limit">At least so many are given if there are, and all of the last one's revision.</param>
    public WatchPage Read(string prefix, long after, int limit)
    {
        if (after < _forgotten) return new WatchPage([], after, Missed: true);
        var found = ImmutableArray.CreateBuilder<KeyValueChange>();
        var seen = after;
        foreach (var change in _changes)
        {
            if (change.Revision <= after) continue;
            if (found.Count >= limit && change.Revision > seen) break;
            seen = change.Revision;
            if (change.Key.StartsWith(prefix, StringComparison.Ordinal)) found.Add(change);
        }
        return new WatchPage(found.DrainToImmutable(), seen, Missed: false);
    }
}

/// <param name="Seen">The revision to go on from.</param>
/// <param name="Missed">Changes after the one asked for are forgotten; the page is empty.</param>
public sealed record WatchPage(ImmutableArray<KeyValueChange> Changes, long Seen, bool Missed);

using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.State;

/// <summary>
/// What this process knows of shared state, whatever carries it. It only grows by merging, so that writers of it may overlap;
/// readers and watchers on any thread.
/// </summary>
public sealed class StateBoard
{
    /// <summary>Each hears of every change, in the midst of it.</summary>
    public const int MaxWatchers = 512;

    private readonly Lock _lock = new();
    private readonly SortedDictionary<StateKey, StateEntry>?[] _buckets = new SortedDictionary<StateKey, StateEntry>?[StateBuckets.Count];
    private readonly List<StateWatcher> _watchers = [];
    private readonly Dictionary<string, long> _highest = new(StringComparer.Ordinal);
    private HybridTime _clock;
    private long _revision;
    private JournalMark? _mark;

    /// <summary>Grows with every change.</summary>
    public long Revision => Interlocked.Read(ref _revision);

    /// <summary>How much of this node's journal is on the board; null: that is not known, or there is none.</summary>
    public JournalMark? Mark
    {
        get => Volatile.Read(ref _mark);
        set => Volatile.Write(ref _mark, value);
    }

    /// <summary>The latest time heard of.</summary>
    public HybridTime Clock
    {
        get
        {
            lock (_lock) return _clock;
        }
    }

    /// <summary>All that have been heard of, in order.</summary>
    public IReadOnlyList<string> Writers
    {
        get
        {
            lock (_lock) return [.. _highest.Keys.Order(StringComparer.Ordinal)];
        }
    }

    public int WriterCount
    {
        get
        {
            lock (_lock) return _highest.Count;
        }
    }

    public StateEntry Entry(StateKey key)
    {
        lock (_lock) return _buckets[StateBuckets.Of(key)]?.GetValueOrDefault(key) ?? StateEntry.Empty;
    }

    public StateItem Read(StateKey key) => StateReading.Of(key, Entry(key));

    /// <summary>Everything under the bucket's keys, removed ones included.</summary>
    public IReadOnlyList<KeyValuePair<StateKey, StateEntry>> Bucket(int bucket)
    {
        lock (_lock) return _buckets[bucket] is { } entries ? [.. entries] : [];
    }

    /// <summary>The keys that are there and begin so, in order.</summary>
    public IReadOnlyList<StateItem> List(string prefix)
    {
        List<KeyValuePair<StateKey, StateEntry>> entries = [];
        lock (_lock)
        {
            foreach (var bucket in _buckets)
                if (bucket is not null) entries.AddRange(bucket.Where(e => e.Key.Value.StartsWith(prefix, StringComparison.Ordinal)));
        }

        entries.Sort((left, right) => left.Key.CompareTo(right.Key));
        return [.. entries.Select(entry => StateReading.Of(entry.Key, entry.Value)).Where(item => item.Kind is not null)];
    }

    /// <returns>Whether anything has changed.</returns>
    public bool Merge(StateKey key, string writer, StateCell cell) =>
        Change(key, entry => entry.Merge(writer, cell), writer, cell.Part.Sequence, cell.Part.Time, cell.Part.Seen);

    /// <inheritdoc cref="Merge(StateKey, string, StateCell)"/>
    public bool Apply(string writer, StateOperation operation) =>
        Change(operation.Key, entry => entry.Apply(writer, operation), writer, operation.Sequence, operation.Time, operation.Seen);

    /// <summary>Changes of all keys that begin so, from now on; a key that is there now counts as one.</summary>
    /// <exception cref="AgentNetworkException"><see cref="NetworkError.TooManyWatchers"/>: <see cref="MaxWatchers"/> watch.</exception>
    public StateWatcher Watch(string prefix)
    {
        var watcher = new StateWatcher(this, prefix);
        List<KeyValuePair<StateKey, StateEntry>> entries = [];
        lock (_lock)
        {
            if (_watchers.Count >= MaxWatchers)
                throw new AgentNetworkException(
                    NetworkError.TooManyWatchers, $"shared state is watched by {MaxWatchers} at this node, which is the bound.");
            _watchers.Add(watcher);
            foreach (var bucket in _buckets)
                if (bucket is not null) entries.AddRange(bucket);
        }

        // What is written meanwhile is not held up by reading all of it, and comes to the watcher by itself.
        foreach (var (key, entry) in entries)
            if (StateReading.KindNow(entry) is not null) watcher.Changed(key);
        return watcher;
    }

    /// <summary>The greatest sequence that was ever heard of a writer, be it as replaced; 0: none.</summary>
    public long HighestOf(string writer)
    {
        lock (_lock) return _highest.GetValueOrDefault(writer);
    }

    internal void Remove(StateWatcher watcher)
    {
        lock (_lock) _watchers.Remove(watcher);
    }

    /// <param name="changed">What a batch has made of keys of the bucket; it counts over what is known.</param>
    internal (int Bytes, int Cells) Sizes(int bucket, IReadOnlyDictionary<StateKey, StateEntry> changed)
    {
        var (bytes, cells) = (0, 0);
        foreach (var (key, known) in Bucket(bucket))
            if (!changed.ContainsKey(key)) Add(known);
        foreach (var entry in changed.Values) Add(entry);
        return (bytes, cells);

        void Add(StateEntry entry) => (bytes, cells) = (bytes + entry.Bytes, cells + entry.Cells.Count);
    }

    private bool Change(
        StateKey key, Func<StateEntry, StateEntry> change, string writer, long sequence, HybridTime time,
        ImmutableSortedDictionary<string, Covered>? seen)
    {
        lock (_lock)
        {
            var bucket = _buckets[StateBuckets.Of(key)] ??= [];
            var before = bucket.GetValueOrDefault(key) ?? StateEntry.Empty;
            var after = change(before);
            _clock = _clock.Max(time);
            HeardOf(writer, sequence);
            if (seen is not null)
                foreach (var (other, covered) in seen) HeardOf(other, covered.Sequence);
            if (ReferenceEquals(before, after)) return false;
            bucket[key] = after;
            Interlocked.Increment(ref _revision);
            foreach (var watcher in _watchers) watcher.Changed(key);
            return true;
        }
    }

    private void HeardOf(string writer, long sequence) =>
        _highest[writer] = Math.Max(sequence, _highest.GetValueOrDefault(writer));
}

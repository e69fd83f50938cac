using System.Collections.Immutable;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>
/// The values of the keys of a map. A key that several nodes set without knowing of each other has a value for each of these additions
/// (in their order) besides the merged one, so that one that goes takes its value along.
/// </summary>
internal sealed record EntryValues<TKey, TValue>(ImmutableDictionary<TKey, TValue> Whole, ImmutableDictionary<TKey, TValue[]> Parts)
    where TKey : notnull
    where TValue : IReplicatedData<TValue>
{
    public static readonly EntryValues<TKey, TValue> Empty = new(StableMap<TKey, TValue>.Empty, StableMap<TKey, TValue[]>.Empty);

    public static EntryValues<TKey, TValue> Of(TKey key, TValue value) => Empty.Set(key, value);

    public static TValue Merged(TValue[] parts)
    {
        var merged = parts[0];
        for (var i = 1; i < parts.Length; i++)
            merged = merged.Merge(parts[i]);
        return merged;
    }

    /// <summary>The value of the addition at <paramref name="index"/>.</summary>
    public TValue Part(TKey key, int index) => Parts.TryGetValue(key, out var parts) ? parts[index] : Whole[key];

    /// <summary>Of a key with one addition.</summary>
    public EntryValues<TKey, TValue> Set(TKey key, TValue value) => new(Whole.SetItem(key, value), Parts.Remove(key));

    /// <param name="parts">One for each addition, at least one.</param>
    public EntryValues<TKey, TValue> Set(TKey key, TValue[] parts) =>
        parts.Length == 1
            ? Set(key, parts[0])
            : new EntryValues<TKey, TValue>(Whole.SetItem(key, Merged(parts)), Parts.SetItem(key, parts));

    public EntryValues<TKey, TValue> Remove(TKey key) => new(Whole.Remove(key), Parts.Remove(key));

    /// <summary>Later ones replace those of the same key.</summary>
    public EntryValues<TKey, TValue> SetAll(EntryValues<TKey, TValue> later) =>
        new(Whole.SetItems(later.Whole), Parts.RemoveRange(later.Whole.Keys).SetItems(later.Parts));

    /// <summary>What becomes of a key's values when its additions <paramref name="kept"/> remain of those of two sides.</summary>
    public EntryValues<TKey, TValue> Merge(
        TKey key, VersionVector kept, VersionVector dots, VersionVector otherDots, EntryValues<TKey, TValue> other)
    {
        if (kept.IsEmpty)
            return dots.IsEmpty ? this : Remove(key);
        var parts = new TValue[kept.Count];
        var same = kept.Count == dots.Count;
        for (var i = 0; i < parts.Length; i++)
        {
            var mine = IndexOf(dots, kept, i);
            var theirs = IndexOf(otherDots, kept, i);
            parts[i] = mine < 0 ? other.Part(key, theirs)
                : theirs < 0 ? Part(key, mine)
                : Part(key, mine).Merge(other.Part(key, theirs));
            same = same && mine == i && ReferenceEquals(parts[i], Part(key, i));
        }
        return same ? this : Set(key, parts);
    }

    /// <summary>All values changed by <paramref name="change"/>, which leaves alone what it does not concern.</summary>
    public EntryValues<TKey, TValue> Select(Func<TValue, TValue> change)
    {
        var whole = Whole;
        foreach (var (key, value) in Whole)
        {
            var changed = change(value);
            if (!ReferenceEquals(changed, value))
                whole = whole.SetItem(key, changed);
        }
        var parts = Parts;
        foreach (var (key, values) in Parts)
            parts = parts.SetItem(key, Array.ConvertAll(values, value => change(value)));
        return new EntryValues<TKey, TValue>(whole, parts);
    }

    private static int IndexOf(VersionVector dots, VersionVector kept, int index)
    {
        for (var i = 0; i < dots.Count; i++)
        {
            if (dots.Version(i) == kept.Version(index) && NodeOrder.Order(dots.NodeAt(i), kept.NodeAt(index)) == 0)
                return i;
        }
        return -1;
    }
}

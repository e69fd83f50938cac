using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Replication;

/// <summary>
/// Equality as usual, but texts hash alike in every process: what is enumerated by hash is so in the same order everywhere.
/// </summary>
internal sealed class StableComparer<T> : IEqualityComparer<T>
    where T : notnull
{
    public static readonly StableComparer<T> Instance = new();

    /// <summary>Whether hashes, and so the order of enumeration, are known to be the same in every process.</summary>
    public static readonly bool IsStable = typeof(T).IsPrimitive || typeof(T).IsEnum || typeof(T) == typeof(string)
        || typeof(T) == typeof(Guid) || typeof(T) == typeof(UniqueAddress) || typeof(T) == typeof(Address);

    private static readonly EqualityComparer<T> Usual = EqualityComparer<T>.Default;

    public bool Equals(T? x, T? y) => Usual.Equals(x, y);

    public int GetHashCode(T obj) => obj is string text ? StableHash.Of(text) : Usual.GetHashCode(obj);
}

internal static class Stable
{
    /// <summary>Has the comparer, whichever <paramref name="elements"/> came with.</summary>
    public static ImmutableHashSet<T> Set<T>(IEnumerable<T> elements)
        where T : notnull =>
        elements is ImmutableHashSet<T> set
            ? set.WithComparer(StableComparer<T>.Instance)
            : elements.ToImmutableHashSet(StableComparer<T>.Instance);
}

internal static class StableMap<TKey, TValue>
    where TKey : notnull
{
    public static readonly ImmutableDictionary<TKey, TValue> Empty =
        ImmutableDictionary.Create<TKey, TValue>(StableComparer<TKey>.Instance);

    public static ImmutableDictionary<TKey, TValue> Of(TKey key, TValue value) => Empty.SetItem(key, value);

    public static bool Same(ImmutableDictionary<TKey, TValue> left, ImmutableDictionary<TKey, TValue> right)
    {
        if (ReferenceEquals(left, right))
            return true;
        if (left.Count != right.Count)
            return false;
        foreach (var (key, value) in left)
        {
            if (!right.TryGetValue(key, out var other) || !EqualityComparer<TValue>.Default.Equals(value, other))
                return false;
        }
        return true;
    }

    /// <summary>The same for the same entries, in whatever order they are.</summary>
    public static int Hash(ImmutableDictionary<TKey, TValue> map)
    {
        var hash = map.Count;
        foreach (var (key, value) in map)
            hash ^= StableHash.Combine(map.KeyComparer.GetHashCode(key), value?.GetHashCode() ?? 0);
        return hash;
    }
}

using System.Collections.Immutable;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>The keys merge as a set; of a key that remains the values merge.</summary>
internal static class ORDictionaryMerge
{
    public static ORDictionary<TKey, TValue> States<TKey, TValue>(ORDictionary<TKey, TValue> left, ORDictionary<TKey, TValue> right)
        where TKey : notnull
        where TValue : IReplicatedData<TValue>
    {
        var keys = left.KeySet.Merge(right.KeySet);
        var values = left.ValueMap.ToBuilder();
        var (isLeft, isRight) = (ReferenceEquals(keys, left.KeySet), keys.Equals(right.KeySet));
        foreach (var (key, value) in left.ValueMap)
        {
            if (!keys.Contains(key))
            {
                values.Remove(key);
                isLeft = false;
                continue;
            }
            if (!right.ValueMap.TryGetValue(key, out var other))
            {
                isRight = false;
                continue;
            }
            var merged = value.Merge(other);
            if (!ReferenceEquals(merged, value))
                values[key] = merged;
            isLeft &= ReferenceEquals(merged, value);
            isRight &= ReferenceEquals(merged, other) || merged.Equals(other);
        }
        foreach (var (key, value) in right.ValueMap)
        {
            if (left.ValueMap.ContainsKey(key))
                continue;
            if (keys.Contains(key))
                (values[key], isLeft) = (value, false);
            else
                isRight = false;
        }
        if (isLeft)
            return left;
        return isRight ? right.WithoutDelta() : new ORDictionary<TKey, TValue>(keys, values.ToImmutable());
    }

    /// <summary>
    /// A value that the delta puts merges with the one that is here, whatever the delta did to its key before: so the outcome is that of
    /// merging the states.
    /// </summary>
    public static ORDictionary<TKey, TValue> Apply<TKey, TValue>(
        ORDictionary<TKey, TValue> map,
        OperationLog<ORDictionaryOperation<TKey, TValue>> operations)
        where TKey : notnull
        where TValue : IReplicatedData<TValue>
    {
        var keys = map.KeySet;
        var values = map.ValueMap;
        for (var i = 0; i < operations.Count; i++)
        {
            switch (operations[i])
            {
                case ORDictionaryPut<TKey, TValue> put:
                    keys = ORSetMerge.Apply(keys, put.Keys);
                    values = Put(map.ValueMap, keys, values, put.Values);
                    break;
                case ORDictionaryRemove<TKey, TValue> remove:
                    keys = ORSetMerge.Apply(keys, remove.Key);
                    if (!keys.Contains(remove.Key.Element))
                        values = values.Remove(remove.Key.Element);
                    break;
            }
        }
        return ReferenceEquals(keys, map.KeySet) && ReferenceEquals(values, map.ValueMap)
            ? map
            : map.Successor(new ORDictionary<TKey, TValue>(keys, values));
    }

    private static ImmutableDictionary<TKey, TValue> Put<TKey, TValue>(
        ImmutableDictionary<TKey, TValue> before,
        ORSet<TKey> keys,
        ImmutableDictionary<TKey, TValue> values,
        ImmutableDictionary<TKey, TValue> put)
        where TKey : notnull
        where TValue : IReplicatedData<TValue>
    {
        foreach (var (key, value) in put)
        {
            if (!keys.Contains(key))
                continue;
            var merged = before.TryGetValue(key, out var known) ? known.Merge(value) : value;
            if (!values.TryGetValue(key, out var current) || !ReferenceEquals(current, merged))
                values = values.SetItem(key, merged);
        }
        return values;
    }
}

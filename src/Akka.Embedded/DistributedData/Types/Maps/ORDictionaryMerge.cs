using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>The keys merge as a set, additions and removals; the values are those of the additions that remain.</summary>
internal static class ORDictionaryMerge
{
    public static ORDictionary<TKey, TValue> States<TKey, TValue>(ORDictionary<TKey, TValue> left, ORDictionary<TKey, TValue> right)
        where TKey : notnull
        where TValue : IReplicatedData<TValue>
    {
        var keys = left.KeySet.Merge(right.KeySet);
        var values = left.Items;
        var isRight = keys.Equals(right.KeySet);
        foreach (var (key, dots) in left.KeySet.Dots)
        {
            var other = right.KeySet.DotsOf(key);
            values = values.Merge(key, keys.DotsOf(key), dots, other, right.Items);
        }
        foreach (var (key, dots) in right.KeySet.Dots)
        {
            if (!left.KeySet.Contains(key))
                values = values.Merge(key, keys.DotsOf(key), VersionVector.Empty, dots, right.Items);
            isRight = isRight && values.Whole[key].Equals(right.Items.Whole[key]);
        }
        if (ReferenceEquals(values, left.Items) && ReferenceEquals(keys, left.KeySet))
            return left;
        return isRight ? right.WithoutDelta() : new ORDictionary<TKey, TValue>(keys, values);
    }

    public static ORDictionary<TKey, TValue> Apply<TKey, TValue>(
        ORDictionary<TKey, TValue> map,
        OperationLog<ORDictionaryOperation<TKey, TValue>> operations)
        where TKey : notnull
        where TValue : IReplicatedData<TValue>
    {
        var (keys, values) = (map.KeySet, map.Items);
        for (var i = 0; i < operations.Count; i++)
        {
            var before = keys;
            switch (operations[i])
            {
                case ORDictionaryPut<TKey, TValue> put:
                    keys = ORSetMerge.Apply(before, put.Keys);
                    foreach (var (key, dots) in put.Keys.Dots)
                        values = values.Merge(key, keys.DotsOf(key), before.DotsOf(key), dots, put.Values);
                    break;
                case ORDictionaryRemove<TKey, TValue> remove:
                    var removed = remove.Key.Element;
                    keys = ORSetMerge.Apply(before, remove.Key);
                    values = values.Merge(removed, keys.DotsOf(removed), before.DotsOf(removed), VersionVector.Empty, values);
                    break;
            }
        }
        return ReferenceEquals(keys, map.KeySet) && ReferenceEquals(values, map.Items)
            ? map
            : map.Successor(new ORDictionary<TKey, TValue>(keys, values));
    }
}

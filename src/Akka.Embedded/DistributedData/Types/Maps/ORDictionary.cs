using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Cluster;
using Akka.Embedded.Replication;

namespace Akka.DistributedData;

/// <summary>
/// A map whose keys are an <see cref="ORSet{T}"/> and whose values merge. A value that is set merges with what other replicas have under
/// the key, so it should be made from the one that it replaces.
/// </summary>
public sealed class ORDictionary<TKey, TValue> : FastMerge<ORDictionary<TKey, TValue>>, IEnumerable<KeyValuePair<TKey, TValue>>,
    IRemovedNodePruning<ORDictionary<TKey, TValue>>, IEquatable<ORDictionary<TKey, TValue>>, IReplicatedDataSerialization,
    IDeltaReplicatedData<ORDictionary<TKey, TValue>, ORDictionary<TKey, TValue>.IDeltaOperation>
    where TKey : notnull
    where TValue : IReplicatedData<TValue>
{
    public static readonly ORDictionary<TKey, TValue> Empty = new(ORSet<TKey>.Empty, StableMap<TKey, TValue>.Empty);

    /// <param name="valueMap">The values of exactly the keys.</param>
    internal ORDictionary(ORSet<TKey> keySet, ImmutableDictionary<TKey, TValue> valueMap, IDeltaOperation? delta = null)
    {
        KeySet = keySet;
        ValueMap = valueMap;
        Delta = delta;
    }

    /// <summary>A change of a map.</summary>
    public interface IDeltaOperation : IRequireCausualDeliveryOfDeltas, IReplicatedDataSerialization, IEquatable<IDeltaOperation>;

    public IEnumerable<TKey> Keys => ValueMap.Keys;

    public IEnumerable<TValue> Values => ValueMap.Values;

    public IImmutableDictionary<TKey, TValue> Entries => ValueMap;

    public bool IsEmpty => ValueMap.IsEmpty;

    public int Count => ValueMap.Count;

    public IDeltaOperation? Delta { get; }

    IReplicatedDelta? IDeltaReplicatedData.Delta => Delta;

    public ImmutableHashSet<UniqueAddress> ModifiedByNodes =>
        Prunable().Aggregate(KeySet.ModifiedByNodes, static (nodes, value) => nodes.Union(value.Data.ModifiedByNodes));

    internal ORSet<TKey> KeySet { get; }

    internal ImmutableDictionary<TKey, TValue> ValueMap { get; }

    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public TValue this[TKey key] => ValueMap[key];

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => ValueMap.TryGetValue(key, out value);

    public bool ContainsKey(TKey key) => ValueMap.ContainsKey(key);

    public ORDictionary<TKey, TValue> SetItem(Cluster.Cluster node, TKey key, TValue value) =>
        SetItem(node.SelfUniqueAddress, key, value);

    /// <exception cref="ArgumentException">The key has an <see cref="ORSet{T}"/> already: replacing it would lose additions.</exception>
    public ORDictionary<TKey, TValue> SetItem(UniqueAddress node, TKey key, TValue value)
    {
        var known = ValueMap.TryGetValue(key, out var before);
        if (known && typeof(TValue).IsGenericType && typeof(TValue).GetGenericTypeDefinition() == typeof(ORSet<>))
            throw new ArgumentException($"Key '{key}' has an ORSet already; change it with AddOrUpdate.", nameof(value));
        return Put(node, key, value, known, before);
    }

    public ORDictionary<TKey, TValue> AddOrUpdate(Cluster.Cluster node, TKey key, TValue initial, Func<TValue, TValue> modify) =>
        AddOrUpdate(node.SelfUniqueAddress, key, initial, modify);

    /// <param name="initial">What <paramref name="modify"/> gets when the key is new.</param>
    public ORDictionary<TKey, TValue> AddOrUpdate(UniqueAddress node, TKey key, TValue initial, Func<TValue, TValue> modify)
    {
        var known = ValueMap.TryGetValue(key, out var before);
        return Put(node, key, modify(known ? before! : initial), known, before);
    }

    public ORDictionary<TKey, TValue> Remove(Cluster.Cluster node, TKey key) => Remove(node.SelfUniqueAddress, key);

    public ORDictionary<TKey, TValue> Remove(UniqueAddress node, TKey key)
    {
        if (!ValueMap.ContainsKey(key))
            return this;
        var keys = KeySet.Removed(node, key, out var removal);
        var delta = ORDictionaryDelta<TKey, TValue>.Join(Delta, new ORDictionaryRemove<TKey, TValue>(removal));
        return Successor(new ORDictionary<TKey, TValue>(keys, ValueMap.Remove(key), delta));
    }

    public override ORDictionary<TKey, TValue> Merge(ORDictionary<TKey, TValue> other) =>
        LaterOf(other) ?? ORDictionaryMerge.States(this, other);

    public ORDictionary<TKey, TValue> MergeDelta(IDeltaOperation delta)
    {
        ArgumentNullException.ThrowIfNull(delta);
        return ORDictionaryMerge.Apply(this, ORDictionaryDelta<TKey, TValue>.LogOf(delta));
    }

    public ORDictionary<TKey, TValue> ResetDelta() => WithoutDelta();

    public bool NeedPruningFrom(UniqueAddress removedNode) =>
        KeySet.NeedPruningFrom(removedNode) || Prunable().Any(value => value.Data.NeedPruningFrom(removedNode));

    public ORDictionary<TKey, TValue> Prune(UniqueAddress removedNode, UniqueAddress collapseInto) =>
        new(KeySet.Prune(removedNode, collapseInto), Pruned(removedNode, data => data.Prune(removedNode, collapseInto)));

    public ORDictionary<TKey, TValue> PruningCleanup(UniqueAddress removedNode)
    {
        if (!NeedPruningFrom(removedNode))
            return this;
        var keys = KeySet.PruningCleanup(removedNode);
        var values = Pruned(removedNode, data => data.PruningCleanup(removedNode));
        return new ORDictionary<TKey, TValue>(keys, values.RemoveRange(values.Keys.Where(key => !keys.Contains(key))));
    }

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator() => ValueMap.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(ORDictionary<TKey, TValue>? other) =>
        ReferenceEquals(this, other)
        || (other is not null && KeySet.Equals(other.KeySet) && StableMap<TKey, TValue>.Same(ValueMap, other.ValueMap));

    public override bool Equals(object? obj) => Equals(obj as ORDictionary<TKey, TValue>);

    public override int GetHashCode() => KeySet.GetHashCode();

    public override string ToString() => $"ORDictionary({string.Join(", ", ValueMap.Select(e => $"{e.Key}->{e.Value}"))})";

    IReplicatedData IDeltaReplicatedData.MergeDelta(IReplicatedDelta delta) => MergeDelta((IDeltaOperation)delta);

    IReplicatedData IDeltaReplicatedData.ResetDelta() => ResetDelta();

    IReplicatedData IRemovedNodePruning.Prune(UniqueAddress removedNode, UniqueAddress collapseInto) => Prune(removedNode, collapseInto);

    IReplicatedData IRemovedNodePruning.PruningCleanup(UniqueAddress removedNode) => PruningCleanup(removedNode);

    internal ORDictionary<TKey, TValue> WithoutDelta() =>
        Delta is null ? this : Successor(new ORDictionary<TKey, TValue>(KeySet, ValueMap));

    private ORDictionary<TKey, TValue> Put(UniqueAddress node, TKey key, TValue value, bool known, TValue? before)
    {
        // The entry goes out whole, so changes that the value has collected are of no use.
        if (value is IDeltaReplicatedData data)
            value = (TValue)data.ResetDelta();
        var keys = KeySet.Added(node, key, out var addition);
        var put = new ORDictionaryPut<TKey, TValue>(addition, StableMap<TKey, TValue>.Of(key, value));
        var next = new ORDictionary<TKey, TValue>(keys, ValueMap.SetItem(key, value), ORDictionaryDelta<TKey, TValue>.Join(Delta, put));
        // Only a value that holds what the former one held makes this map a successor; otherwise merging has to look at it.
        return !known || Holds(value, before!) ? Successor(next) : next;
    }

    private static bool Holds(TValue value, TValue before)
    {
        var merged = before.Merge(value);
        return ReferenceEquals(merged, value) || merged.Equals(value);
    }

    private IEnumerable<(TKey Key, IRemovedNodePruning Data)> Prunable() =>
        ValueMap.Where(e => e.Value is IRemovedNodePruning).Select(e => (e.Key, (IRemovedNodePruning)e.Value));

    private ImmutableDictionary<TKey, TValue> Pruned(UniqueAddress removedNode, Func<IRemovedNodePruning, IReplicatedData> prune) =>
        ValueMap.SetItems(
            Prunable()
                .Where(value => value.Data.NeedPruningFrom(removedNode))
                .Select(value => new KeyValuePair<TKey, TValue>(value.Key, (TValue)prune(value.Data))));
}

public static class ORDictionary
{
    public static ORDictionary<TKey, TValue> Create<TKey, TValue>(UniqueAddress node, TKey key, TValue value)
        where TKey : notnull
        where TValue : IReplicatedData<TValue> => ORDictionary<TKey, TValue>.Empty.SetItem(node, key, value);

    public static ORDictionary<TKey, TValue> Create<TKey, TValue>(params (UniqueAddress, TKey, TValue)[] elements)
        where TKey : notnull
        where TValue : IReplicatedData<TValue> => Create((IEnumerable<(UniqueAddress, TKey, TValue)>)elements);

    public static ORDictionary<TKey, TValue> Create<TKey, TValue>(IEnumerable<(UniqueAddress, TKey, TValue)> elements)
        where TKey : notnull
        where TValue : IReplicatedData<TValue> =>
        elements.Aggregate(ORDictionary<TKey, TValue>.Empty, (map, e) => map.SetItem(e.Item1, e.Item2, e.Item3));
}

public sealed class ORDictionaryKey<TKey, TValue>(string id) : Key<ORDictionary<TKey, TValue>>(id)
    where TKey : notnull
    where TValue : IReplicatedData<TValue>;

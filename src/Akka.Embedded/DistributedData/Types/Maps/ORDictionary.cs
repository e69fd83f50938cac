using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Cluster;
using Akka.Embedded.Replication;

namespace Akka.DistributedData;

/// <summary>
/// A map whose keys are an <see cref="ORSet{T}"/> and whose values merge: a value that is set does so with the one that is there, here as
/// on other replicas. What a key that was removed had is gone, unless it was set meanwhile elsewhere.
/// </summary>
public sealed class ORDictionary<TKey, TValue> : FastMerge<ORDictionary<TKey, TValue>>, IEnumerable<KeyValuePair<TKey, TValue>>,
    IRemovedNodePruning<ORDictionary<TKey, TValue>>, IEquatable<ORDictionary<TKey, TValue>>, IReplicatedDataSerialization,
    IDeltaReplicatedData<ORDictionary<TKey, TValue>, ORDictionary<TKey, TValue>.IDeltaOperation>
    where TKey : notnull
    where TValue : IReplicatedData<TValue>
{
    public static readonly ORDictionary<TKey, TValue> Empty = new(ORSet<TKey>.Empty, EntryValues<TKey, TValue>.Empty);

    /// <param name="items">The values of exactly the keys.</param>
    internal ORDictionary(ORSet<TKey> keySet, EntryValues<TKey, TValue> items, IDeltaOperation? delta = null)
    {
        KeySet = keySet;
        Items = items;
        Delta = delta;
    }

    /// <summary>A change of a map.</summary>
    public interface IDeltaOperation : IRequireCausualDeliveryOfDeltas, IReplicatedDataSerialization, IEquatable<IDeltaOperation>;

    public IEnumerable<TKey> Keys => KeySet.InOrder();

    public IEnumerable<TValue> Values => StableComparer<TKey>.IsStable ? ValueMap.Values : KeySet.InOrder().Select(key => ValueMap[key]);

    public IImmutableDictionary<TKey, TValue> Entries => ValueMap;

    public bool IsEmpty => ValueMap.IsEmpty;

    public int Count => ValueMap.Count;

    public IDeltaOperation? Delta { get; }

    IReplicatedDelta? IDeltaReplicatedData.Delta => Delta;

    public ImmutableHashSet<UniqueAddress> ModifiedByNodes =>
        Prunable().Aggregate(KeySet.ModifiedByNodes, static (nodes, value) => nodes.Union(value.ModifiedByNodes));

    internal ORSet<TKey> KeySet { get; }

    internal EntryValues<TKey, TValue> Items { get; }

    internal ImmutableDictionary<TKey, TValue> ValueMap => Items.Whole;

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
        return Successor(new ORDictionary<TKey, TValue>(keys, Items.Remove(key), delta));
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
        KeySet.NeedPruningFrom(removedNode) || Prunable().Any(value => value.NeedPruningFrom(removedNode));

    public ORDictionary<TKey, TValue> Prune(UniqueAddress removedNode, UniqueAddress collapseInto)
    {
        var keys = KeySet.Prune(removedNode, collapseInto);
        var items = Items;
        foreach (var key in KeySet.InOrder())
        {
            var dots = KeySet.Dots[key];
            // Sums that move from node to node are right in the merged value only, so it gets an addition of its own.
            var several = dots.Count > 1 && ValueMap[key] is IRemovedNodePruning value && value.NeedPruningFrom(removedNode);
            if (several && !dots.NeedPruningFrom(removedNode))
                keys = keys.Added(collapseInto, key, out _);
            if (several || dots.NeedPruningFrom(removedNode))
                items = items.Set(key, ValueMap[key]);
        }
        return new ORDictionary<TKey, TValue>(keys, Changed(items, removedNode, data => data.Prune(removedNode, collapseInto)));
    }

    public ORDictionary<TKey, TValue> PruningCleanup(UniqueAddress removedNode)
    {
        if (!NeedPruningFrom(removedNode))
            return this;
        var keys = KeySet.PruningCleanup(removedNode);
        var items = Items;
        foreach (var (key, dots) in KeySet.Dots)
        {
            if (dots.NeedPruningFrom(removedNode))
                items = items.Merge(key, keys.DotsOf(key), dots, VersionVector.Empty, items);
        }
        return new ORDictionary<TKey, TValue>(keys, Changed(items, removedNode, data => data.PruningCleanup(removedNode)));
    }

    /// <summary>In an order of keys that is the same in every process.</summary>
    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        if (StableComparer<TKey>.IsStable)
            return ValueMap.GetEnumerator();
        return KeySet.InOrder().Select(key => new KeyValuePair<TKey, TValue>(key, ValueMap[key])).GetEnumerator();
    }

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
        Delta is null ? this : Successor(new ORDictionary<TKey, TValue>(KeySet, Items));

    private ORDictionary<TKey, TValue> Put(UniqueAddress node, TKey key, TValue value, bool known, TValue? before)
    {
        // The entry goes out whole, so changes that the value has collected are of no use.
        if (value is IDeltaReplicatedData data)
            value = (TValue)data.ResetDelta();
        if (known)
            value = before!.Merge(value);
        var keys = KeySet.Added(node, key, out var addition);
        var put = new ORDictionaryPut<TKey, TValue>(addition, EntryValues<TKey, TValue>.Of(key, value));
        var delta = ORDictionaryDelta<TKey, TValue>.Join(Delta, put);
        return Successor(new ORDictionary<TKey, TValue>(keys, Items.Set(key, value), delta));
    }

    private IEnumerable<IRemovedNodePruning> Prunable() => ValueMap.Values.OfType<IRemovedNodePruning>();

    private static EntryValues<TKey, TValue> Changed(
        EntryValues<TKey, TValue> items, UniqueAddress removedNode, Func<IRemovedNodePruning, IReplicatedData> prune) =>
        typeof(IRemovedNodePruning).IsAssignableFrom(typeof(TValue))
            ? items.Select(v => v is IRemovedNodePruning data && data.NeedPruningFrom(removedNode) ? (TValue)prune(data) : v)
            : items;
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

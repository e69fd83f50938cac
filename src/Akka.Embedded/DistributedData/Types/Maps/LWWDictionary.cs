using System.Collections;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Cluster;
using Akka.Embedded.Replication;

namespace Akka.DistributedData;

/// <summary>A map in which the last write of each key wins.</summary>
public sealed class LWWDictionary<TKey, TValue> :
    IDeltaReplicatedData<LWWDictionary<TKey, TValue>, ORDictionary<TKey, LWWRegister<TValue>>.IDeltaOperation>,
    IRemovedNodePruning<LWWDictionary<TKey, TValue>>, IReplicatedDataSerialization, IEquatable<LWWDictionary<TKey, TValue>>,
    IEnumerable<KeyValuePair<TKey, TValue>>
    where TKey : notnull
{
    public static readonly LWWDictionary<TKey, TValue> Empty = new(ORDictionary<TKey, LWWRegister<TValue>>.Empty);

    private ORDictionary<TKey, LWWRegister<TValue>>.IDeltaOperation? _delta;

    public LWWDictionary(ORDictionary<TKey, LWWRegister<TValue>> underlying) => Underlying = underlying;

    /// <summary>A copy; to look at single keys, <see cref="TryGetValue"/> is cheaper.</summary>
    public IImmutableDictionary<TKey, TValue> Entries => StableMap<TKey, TValue>.Empty.AddRange(this);

    public IEnumerable<TKey> Keys => Underlying.Keys;

    public IEnumerable<TValue> Values => Underlying.Values.Select(register => register.Value);

    public bool IsEmpty => Underlying.IsEmpty;

    public int Count => Underlying.Count;

    public ORDictionary<TKey, LWWRegister<TValue>>.IDeltaOperation? Delta =>
        _delta ??= Underlying.Delta is { } delta ? new LWWDictionaryDelta<TKey, TValue>(delta) : null;

    IReplicatedDelta? IDeltaReplicatedData.Delta => Delta;

    public ImmutableHashSet<UniqueAddress> ModifiedByNodes => Underlying.ModifiedByNodes;

    internal ORDictionary<TKey, LWWRegister<TValue>> Underlying { get; }

    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public TValue this[TKey key] => Underlying[key].Value;

    public bool ContainsKey(TKey key) => Underlying.ContainsKey(key);

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = Underlying.TryGetValue(key, out var register);
        value = found ? register!.Value : default;
        return found;
    }

    public LWWDictionary<TKey, TValue> SetItem(Cluster.Cluster node, TKey key, TValue value, Clock<TValue>? clock = null) =>
        SetItem(node.SelfUniqueAddress, key, value, clock);

    /// <param name="clock">Null: <see cref="LWWRegister{T}.DefaultClock"/>.</param>
    public LWWDictionary<TKey, TValue> SetItem(UniqueAddress node, TKey key, TValue value, Clock<TValue>? clock = null)
    {
        var register = Underlying.TryGetValue(key, out var current)
            ? current.WithValue(node, value, clock)
            : new LWWRegister<TValue>(node, value, clock ?? LWWRegister<TValue>.DefaultClock);
        return new LWWDictionary<TKey, TValue>(Underlying.SetItem(node, key, register));
    }

    public LWWDictionary<TKey, TValue> Remove(Cluster.Cluster node, TKey key) => Remove(node.SelfUniqueAddress, key);

    public LWWDictionary<TKey, TValue> Remove(UniqueAddress node, TKey key) => Around(Underlying.Remove(node, key));

    public LWWDictionary<TKey, TValue> Merge(LWWDictionary<TKey, TValue> other)
    {
        var merged = Underlying.Merge(other.Underlying);
        return ReferenceEquals(merged, other.Underlying) ? other : Around(merged);
    }

    public IReplicatedData Merge(IReplicatedData other) => Merge((LWWDictionary<TKey, TValue>)other);

    public LWWDictionary<TKey, TValue> MergeDelta(ORDictionary<TKey, LWWRegister<TValue>>.IDeltaOperation delta) =>
        Around(Underlying.MergeDelta(MapDelta<TKey, LWWRegister<TValue>>.InnerOf(delta)));

    public LWWDictionary<TKey, TValue> ResetDelta() => Around(Underlying.ResetDelta());

    public bool NeedPruningFrom(UniqueAddress removedNode) => Underlying.NeedPruningFrom(removedNode);

    public LWWDictionary<TKey, TValue> Prune(UniqueAddress removedNode, UniqueAddress collapseInto) =>
        Around(Underlying.Prune(removedNode, collapseInto));

    public LWWDictionary<TKey, TValue> PruningCleanup(UniqueAddress removedNode) => Around(Underlying.PruningCleanup(removedNode));

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        foreach (var (key, register) in Underlying)
            yield return new KeyValuePair<TKey, TValue>(key, register.Value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(LWWDictionary<TKey, TValue>? other) => other is not null && Underlying.Equals(other.Underlying);

    public override bool Equals(object? obj) => Equals(obj as LWWDictionary<TKey, TValue>);

    public override int GetHashCode() => Underlying.GetHashCode();

    public override string ToString() => $"LWWDictionary({string.Join(", ", this.Select(e => $"{e.Key}->{e.Value}"))})";

    IReplicatedData IDeltaReplicatedData.MergeDelta(IReplicatedDelta delta) =>
        MergeDelta((ORDictionary<TKey, LWWRegister<TValue>>.IDeltaOperation)delta);

    IReplicatedData IDeltaReplicatedData.ResetDelta() => ResetDelta();

    IReplicatedData IRemovedNodePruning.Prune(UniqueAddress removedNode, UniqueAddress collapseInto) => Prune(removedNode, collapseInto);

    IReplicatedData IRemovedNodePruning.PruningCleanup(UniqueAddress removedNode) => PruningCleanup(removedNode);

    private LWWDictionary<TKey, TValue> Around(ORDictionary<TKey, LWWRegister<TValue>> underlying) =>
        ReferenceEquals(underlying, Underlying) ? this : new LWWDictionary<TKey, TValue>(underlying);
}

public static class LWWDictionary
{
    public static LWWDictionary<TKey, TValue> Create<TKey, TValue>(UniqueAddress node, TKey key, TValue value, Clock<TValue>? clock = null)
        where TKey : notnull => LWWDictionary<TKey, TValue>.Empty.SetItem(node, key, value, clock);

    public static LWWDictionary<TKey, TValue> Create<TKey, TValue>(params (UniqueAddress, TKey, TValue)[] elements)
        where TKey : notnull => Create((IEnumerable<(UniqueAddress, TKey, TValue)>)elements);

    public static LWWDictionary<TKey, TValue> Create<TKey, TValue>(
        IEnumerable<(UniqueAddress, TKey, TValue)> elements,
        Clock<TValue>? clock = null)
        where TKey : notnull =>
        elements.Aggregate(LWWDictionary<TKey, TValue>.Empty, (map, e) => map.SetItem(e.Item1, e.Item2, e.Item3, clock));
}

public sealed class LWWDictionaryKey<TKey, TValue>(string id) : Key<LWWDictionary<TKey, TValue>>(id)
    where TKey : notnull;

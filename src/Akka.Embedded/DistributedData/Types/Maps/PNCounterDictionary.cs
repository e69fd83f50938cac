using System.Collections;
using System.Collections.Immutable;
using System.Numerics;
using Akka.Cluster;
using Akka.Embedded.Replication;

namespace Akka.DistributedData;

/// <summary>A map of named counters.</summary>
public sealed class PNCounterDictionary<TKey> :
    IDeltaReplicatedData<PNCounterDictionary<TKey>, ORDictionary<TKey, PNCounter>.IDeltaOperation>,
    IRemovedNodePruning<PNCounterDictionary<TKey>>, IReplicatedDataSerialization, IEquatable<PNCounterDictionary<TKey>>,
    IEnumerable<KeyValuePair<TKey, BigInteger>>
    where TKey : notnull
{
    public static readonly PNCounterDictionary<TKey> Empty = new(ORDictionary<TKey, PNCounter>.Empty);

    private ORDictionary<TKey, PNCounter>.IDeltaOperation? _delta;

    public PNCounterDictionary(ORDictionary<TKey, PNCounter> underlying) => Underlying = underlying;

    /// <summary>A copy; to look at single keys, <see cref="TryGetValue"/> is cheaper.</summary>
    public IImmutableDictionary<TKey, BigInteger> Entries => StableMap<TKey, BigInteger>.Empty.AddRange(this);

    public IEnumerable<TKey> Keys => Underlying.Keys;

    public IEnumerable<BigInteger> Values => Underlying.Values.Select(counter => counter.Value);

    public bool IsEmpty => Underlying.IsEmpty;

    public int Count => Underlying.Count;

    public ORDictionary<TKey, PNCounter>.IDeltaOperation? Delta =>
        _delta ??= Underlying.Delta is { } delta ? new PNCounterDictionaryDelta<TKey>(delta) : null;

    IReplicatedDelta? IDeltaReplicatedData.Delta => Delta;

    public ImmutableHashSet<UniqueAddress> ModifiedByNodes => Underlying.ModifiedByNodes;

    internal ORDictionary<TKey, PNCounter> Underlying { get; }

    /// <exception cref="KeyNotFoundException">There is no such key.</exception>
    public BigInteger this[TKey key] => Underlying[key].Value;

    public bool ContainsKey(TKey key) => Underlying.ContainsKey(key);

    public bool TryGetValue(TKey key, out BigInteger value)
    {
        var found = Underlying.TryGetValue(key, out var counter);
        value = found ? counter!.Value : BigInteger.Zero;
        return found;
    }

    public PNCounterDictionary<TKey> Increment(Cluster.Cluster node, TKey key, long delta = 1) =>
        Increment(node.SelfUniqueAddress, key, delta);

    public PNCounterDictionary<TKey> Increment(UniqueAddress node, TKey key, long delta = 1) =>
        Around(Underlying.AddOrUpdate(node, key, PNCounter.Empty, counter => counter.Increment(node, delta)));

    public PNCounterDictionary<TKey> Decrement(Cluster.Cluster node, TKey key, long delta = 1) =>
        Decrement(node.SelfUniqueAddress, key, delta);

    public PNCounterDictionary<TKey> Decrement(UniqueAddress node, TKey key, long delta = 1) =>
        Around(Underlying.AddOrUpdate(node, key, PNCounter.Empty, counter => counter.Decrement(node, delta)));

    public PNCounterDictionary<TKey> Remove(Cluster.Cluster node, TKey key) => Remove(node.SelfUniqueAddress, key);

    public PNCounterDictionary<TKey> Remove(UniqueAddress node, TKey key) => Around(Underlying.Remove(node, key));

    public PNCounterDictionary<TKey> Merge(PNCounterDictionary<TKey> other)
    {
        var merged = Underlying.Merge(other.Underlying);
        return ReferenceEquals(merged, other.Underlying) ? other : Around(merged);
    }

    public IReplicatedData Merge(IReplicatedData other) => Merge((PNCounterDictionary<TKey>)other);

    public PNCounterDictionary<TKey> MergeDelta(ORDictionary<TKey, PNCounter>.IDeltaOperation delta) =>
        Around(Underlying.MergeDelta(MapDelta<TKey, PNCounter>.InnerOf(delta)));

    public PNCounterDictionary<TKey> ResetDelta() => Around(Underlying.ResetDelta());

    public bool NeedPruningFrom(UniqueAddress removedNode) => Underlying.NeedPruningFrom(removedNode);

    public PNCounterDictionary<TKey> Prune(UniqueAddress removedNode, UniqueAddress collapseInto) =>
        Around(Underlying.Prune(removedNode, collapseInto));

    public PNCounterDictionary<TKey> PruningCleanup(UniqueAddress removedNode) => Around(Underlying.PruningCleanup(removedNode));

    public IEnumerator<KeyValuePair<TKey, BigInteger>> GetEnumerator()
    {
        foreach (var (key, counter) in Underlying)
            yield return new KeyValuePair<TKey, BigInteger>(key, counter.Value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(PNCounterDictionary<TKey>? other) => other is not null && Underlying.Equals(other.Underlying);

    public override bool Equals(object? obj) => Equals(obj as PNCounterDictionary<TKey>);

    public override int GetHashCode() => Underlying.GetHashCode();

    public override string ToString() => $"PNCounterDictionary({string.Join(", ", this.Select(e => $"{e.Key}->{e.Value}"))})";

    IReplicatedData IDeltaReplicatedData.MergeDelta(IReplicatedDelta delta) =>
        MergeDelta((ORDictionary<TKey, PNCounter>.IDeltaOperation)delta);

    IReplicatedData IDeltaReplicatedData.ResetDelta() => ResetDelta();

    IReplicatedData IRemovedNodePruning.Prune(UniqueAddress removedNode, UniqueAddress collapseInto) => Prune(removedNode, collapseInto);

    IReplicatedData IRemovedNodePruning.PruningCleanup(UniqueAddress removedNode) => PruningCleanup(removedNode);

    private PNCounterDictionary<TKey> Around(ORDictionary<TKey, PNCounter> underlying) =>
        ReferenceEquals(underlying, Underlying) ? this : new PNCounterDictionary<TKey>(underlying);
}

public class PNCounterDictionaryKey<T>(string id) : Key<PNCounterDictionary<T>>(id)
    where T : notnull;

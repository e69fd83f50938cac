using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>One kind of change of an <see cref="ORDictionary{TKey,TValue}"/>: that of its keys, and what goes with it.</summary>
internal abstract record ORDictionaryOperation<TKey, TValue> : ORDictionary<TKey, TValue>.IDeltaOperation,
    IOperation<ORDictionaryOperation<TKey, TValue>>, IReplicatedDeltaSize
    where TKey : notnull
    where TValue : IReplicatedData<TValue>
{
    public virtual int DeltaSize => 1;

    public IDeltaReplicatedData Zero => ORDictionary<TKey, TValue>.Empty;

    public virtual ORDictionaryOperation<TKey, TValue>? Absorb(ORDictionaryOperation<TKey, TValue> later) => null;

    public IReplicatedData Merge(IReplicatedData other) =>
        ORDictionaryDelta<TKey, TValue>.Join(this, (ORDictionary<TKey, TValue>.IDeltaOperation)other);

    public bool Equals(ORDictionary<TKey, TValue>.IDeltaOperation? other) => Equals(other as ORDictionaryOperation<TKey, TValue>);
}

/// <summary>Entries that one node set, whole values.</summary>
internal sealed record ORDictionaryPut<TKey, TValue>(ORSetAdd<TKey> Keys, EntryValues<TKey, TValue> Values)
    : ORDictionaryOperation<TKey, TValue>
    where TKey : notnull
    where TValue : IReplicatedData<TValue>
{
    public override int DeltaSize => Values.Whole.Count;

    public override ORDictionaryOperation<TKey, TValue>? Absorb(ORDictionaryOperation<TKey, TValue> later) =>
        later is ORDictionaryPut<TKey, TValue> put && Keys.Absorb(put.Keys) is ORSetAdd<TKey> keys
            ? new ORDictionaryPut<TKey, TValue>(keys, Values.SetAll(put.Values))
            : null;

    public bool Equals(ORDictionaryPut<TKey, TValue>? other) =>
        other is not null && Keys.Equals(other.Keys) && StableMap<TKey, TValue>.Same(Values.Whole, other.Values.Whole);

    public override int GetHashCode() => Keys.GetHashCode();
}

internal sealed record ORDictionaryRemove<TKey, TValue>(ORSetRemove<TKey> Key) : ORDictionaryOperation<TKey, TValue>
    where TKey : notnull
    where TValue : IReplicatedData<TValue>;

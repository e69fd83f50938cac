using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>A map that keeps its entries in an <see cref="ORDictionary{TKey,TValue}"/>.</summary>
internal interface IWrapsDictionary<TSelf> : IDeltaReplicatedData
    where TSelf : IWrapsDictionary<TSelf>
{
    static abstract TSelf Zero { get; }
}

/// <summary>A change of the dictionary within, for the map around it.</summary>
internal sealed class MapDelta<TMap, TKey, TValue>(ORDictionary<TKey, TValue>.IDeltaOperation inner)
    : ORDictionary<TKey, TValue>.IDeltaOperation, IReplicatedDeltaSize
    where TMap : IWrapsDictionary<TMap>
    where TKey : notnull
    where TValue : IReplicatedData<TValue>
{
    public ORDictionary<TKey, TValue>.IDeltaOperation Inner { get; } = inner;

    public int DeltaSize => ((IReplicatedDeltaSize)Inner).DeltaSize;

    public IDeltaReplicatedData Zero => TMap.Zero;

    public static ORDictionary<TKey, TValue>.IDeltaOperation InnerOf(ORDictionary<TKey, TValue>.IDeltaOperation delta) =>
        delta is MapDelta<TMap, TKey, TValue> outer ? outer.Inner : delta;

    public IReplicatedData Merge(IReplicatedData other) =>
        new MapDelta<TMap, TKey, TValue>(
            ORDictionaryDelta<TKey, TValue>.Join(Inner, InnerOf((ORDictionary<TKey, TValue>.IDeltaOperation)other)));

    public bool Equals(ORDictionary<TKey, TValue>.IDeltaOperation? other) => other is not null && Inner.Equals(InnerOf(other));

    public override bool Equals(object? obj) => Equals(obj as ORDictionary<TKey, TValue>.IDeltaOperation);

    public override int GetHashCode() => Inner.GetHashCode();
}

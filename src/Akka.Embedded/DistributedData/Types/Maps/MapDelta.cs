using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>A change of the dictionary within, for the map around it.</summary>
internal abstract class MapDelta<TKey, TValue>(ORDictionary<TKey, TValue>.IDeltaOperation inner)
    : ORDictionary<TKey, TValue>.IDeltaOperation, IReplicatedDeltaSize
    where TKey : notnull
    where TValue : IReplicatedData<TValue>
{
    public ORDictionary<TKey, TValue>.IDeltaOperation Inner { get; } = inner;

    public int DeltaSize => ((IReplicatedDeltaSize)Inner).DeltaSize;

    public abstract IDeltaReplicatedData Zero { get; }

    public static ORDictionary<TKey, TValue>.IDeltaOperation InnerOf(ORDictionary<TKey, TValue>.IDeltaOperation delta) =>
        delta is MapDelta<TKey, TValue> outer ? outer.Inner : delta;

    public IReplicatedData Merge(IReplicatedData other) =>
        Around(ORDictionaryDelta<TKey, TValue>.Join(Inner, InnerOf((ORDictionary<TKey, TValue>.IDeltaOperation)other)));

    public bool Equals(ORDictionary<TKey, TValue>.IDeltaOperation? other) => other is not null && Inner.Equals(InnerOf(other));

    public override bool Equals(object? obj) => Equals(obj as ORDictionary<TKey, TValue>.IDeltaOperation);

    public override int GetHashCode() => Inner.GetHashCode();

    protected abstract MapDelta<TKey, TValue> Around(ORDictionary<TKey, TValue>.IDeltaOperation delta);
}

internal sealed class LWWDictionaryDelta<TKey, TValue>(ORDictionary<TKey, LWWRegister<TValue>>.IDeltaOperation inner)
    : MapDelta<TKey, LWWRegister<TValue>>(inner)
    where TKey : notnull
{
    public override IDeltaReplicatedData Zero => LWWDictionary<TKey, TValue>.Empty;

    protected override MapDelta<TKey, LWWRegister<TValue>> Around(ORDictionary<TKey, LWWRegister<TValue>>.IDeltaOperation delta) =>
        new LWWDictionaryDelta<TKey, TValue>(delta);
}

internal sealed class PNCounterDictionaryDelta<TKey>(ORDictionary<TKey, PNCounter>.IDeltaOperation inner) : MapDelta<TKey, PNCounter>(inner)
    where TKey : notnull
{
    public override IDeltaReplicatedData Zero => PNCounterDictionary<TKey>.Empty;

    protected override MapDelta<TKey, PNCounter> Around(ORDictionary<TKey, PNCounter>.IDeltaOperation delta) =>
        new PNCounterDictionaryDelta<TKey>(delta);
}

using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>Several operations of one node in their order.</summary>
internal sealed class ORDictionaryDelta<TKey, TValue>(OperationLog<ORDictionaryOperation<TKey, TValue>> operations)
    : ORDictionary<TKey, TValue>.IDeltaOperation, IReplicatedDeltaSize
    where TKey : notnull
    where TValue : IReplicatedData<TValue>
{
    public OperationLog<ORDictionaryOperation<TKey, TValue>> Operations { get; } = operations;

    public int DeltaSize
    {
        get
        {
            var size = 0;
            for (var i = 0; i < Operations.Count; i++)
                size += Operations[i].DeltaSize;
            return size;
        }
    }

    public IDeltaReplicatedData Zero => ORDictionary<TKey, TValue>.Empty;

    public static ORDictionary<TKey, TValue>.IDeltaOperation Join(
        ORDictionary<TKey, TValue>.IDeltaOperation? earlier,
        ORDictionary<TKey, TValue>.IDeltaOperation later)
    {
        if (earlier is null)
            return later;
        var first = LogOf(earlier);
        var log = later is ORDictionaryOperation<TKey, TValue> one ? first.Append(one) : first.Append(LogOf(later));
        return log.Count == 1 ? log[0] : new ORDictionaryDelta<TKey, TValue>(log);
    }

    public IReplicatedData Merge(IReplicatedData other) => Join(this, (ORDictionary<TKey, TValue>.IDeltaOperation)other);

    public bool Equals(ORDictionary<TKey, TValue>.IDeltaOperation? other) =>
        other is ORDictionaryDelta<TKey, TValue> delta && Operations.SameAs(delta.Operations);

    public override bool Equals(object? obj) => Equals(obj as ORDictionary<TKey, TValue>.IDeltaOperation);

    public override int GetHashCode() => Operations.Count;

    public static OperationLog<ORDictionaryOperation<TKey, TValue>> LogOf(ORDictionary<TKey, TValue>.IDeltaOperation delta) =>
        delta switch
        {
            ORDictionaryOperation<TKey, TValue> one => new OperationLog<ORDictionaryOperation<TKey, TValue>>(one),
            ORDictionaryDelta<TKey, TValue> several => several.Operations,
            _ => throw new ArgumentException($"{delta.GetType()} is no change of an ORDictionary that this runtime made.", nameof(delta)),
        };
}

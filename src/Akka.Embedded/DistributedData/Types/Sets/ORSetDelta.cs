using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>Several operations of one node in their order.</summary>
internal sealed class ORSetDelta<T>(OperationLog<ORSetOperation<T>> operations) : ORSet<T>.IDeltaOperation, IReplicatedDeltaSize
    where T : notnull
{
    public OperationLog<ORSetOperation<T>> Operations { get; } = operations;

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

    public IDeltaReplicatedData Zero => ORSet<T>.Empty;

    public static ORSet<T>.IDeltaOperation Join(ORSet<T>.IDeltaOperation? earlier, ORSet<T>.IDeltaOperation later)
    {
        if (earlier is null)
            return later;
        var first = LogOf(earlier);
        var log = later is ORSetOperation<T> one ? first.Append(one) : first.Append(LogOf(later));
        return log.Count == 1 ? log[0] : new ORSetDelta<T>(log);
    }

    public IReplicatedData Merge(IReplicatedData other) => Join(this, (ORSet<T>.IDeltaOperation)other);

    public bool Equals(ORSet<T>.IDeltaOperation? other) => other is ORSetDelta<T> delta && Operations.SameAs(delta.Operations);

    public override bool Equals(object? obj) => Equals(obj as ORSet<T>.IDeltaOperation);

    public override int GetHashCode() => Operations.Count;

    public static OperationLog<ORSetOperation<T>> LogOf(ORSet<T>.IDeltaOperation delta) => delta switch
    {
        ORSetOperation<T> one => new OperationLog<ORSetOperation<T>>(one),
        ORSetDelta<T> several => several.Operations,
        _ => throw new ArgumentException($"{delta.GetType()} is no change of an ORSet that this runtime made.", nameof(delta)),
    };
}

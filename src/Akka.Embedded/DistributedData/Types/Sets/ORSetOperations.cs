using System.Collections.Immutable;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>One kind of change of an <see cref="ORSet{T}"/>.</summary>
internal abstract record ORSetOperation<T> : ORSet<T>.IDeltaOperation, IOperation<ORSetOperation<T>>, IReplicatedDeltaSize
    where T : notnull
{
    public virtual int DeltaSize => 1;

    public IDeltaReplicatedData Zero => ORSet<T>.Empty;

    public virtual ORSetOperation<T>? Absorb(ORSetOperation<T> later) => null;

    public IReplicatedData Merge(IReplicatedData other) => ORSetDelta<T>.Join(this, (ORSet<T>.IDeltaOperation)other);

    public bool Equals(ORSet<T>.IDeltaOperation? other) => Equals(other as ORSetOperation<T>);
}

/// <summary>Elements that one node added, each with the version of its addition.</summary>
/// <param name="Seen">The node's version after the last of them.</param>
internal sealed record ORSetAdd<T>(ImmutableDictionary<T, VersionVector> Dots, VersionVector Seen) : ORSetOperation<T>
    where T : notnull
{
    public override int DeltaSize => Dots.Count;

    public override ORSetOperation<T>? Absorb(ORSetOperation<T> later) =>
        later is ORSetAdd<T> add ? new ORSetAdd<T>(Dots.SetItems(add.Dots), Seen.Merge(add.Seen)) : null;

    public bool Equals(ORSetAdd<T>? other) =>
        other is not null && Seen.Equals(other.Seen) && StableMap<T, VersionVector>.Same(Dots, other.Dots);

    public override int GetHashCode() => Seen.GetHashCode();
}

/// <summary>One element that one node removed: all additions of it that the node had seen.</summary>
/// <param name="Own">The version of the node that removed; empty when it never added anything.</param>
/// <param name="Seen">All that the node had seen when it removed.</param>
internal sealed record ORSetRemove<T>(T Element, VersionVector Own, VersionVector Seen) : ORSetOperation<T>
    where T : notnull;

/// <summary>The whole set after it was cleared.</summary>
internal sealed record ORSetState<T>(ORSet<T> Set) : ORSetOperation<T>
    where T : notnull
{
    public override int DeltaSize => Math.Max(1, Set.Count);
}

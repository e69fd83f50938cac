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
/// <param name="Replaced">Additions by other nodes that the node knew and that its own stands for; most elements have none.</param>
/// <param name="Seen">The node's version after the last of them.</param>
internal sealed record ORSetAdd<T>(
    ImmutableDictionary<T, VersionVector> Dots, ImmutableDictionary<T, VersionVector> Replaced, VersionVector Seen) : ORSetOperation<T>
    where T : notnull
{
    public override int DeltaSize => Dots.Count;

    public static ORSetAdd<T> Of(T element, VersionVector dot, VersionVector replaced)
    {
        var none = StableMap<T, VersionVector>.Empty;
        return new ORSetAdd<T>(none.SetItem(element, dot), replaced.IsEmpty ? none : none.SetItem(element, replaced), dot);
    }

    public override ORSetOperation<T>? Absorb(ORSetOperation<T> later)
    {
        if (later is not ORSetAdd<T> add)
            return null;
        var replaced = Replaced;
        foreach (var (element, dots) in add.Replaced)
            replaced = replaced.SetItem(element, replaced.TryGetValue(element, out var before) ? before.Merge(dots) : dots);
        return new ORSetAdd<T>(Dots.SetItems(add.Dots), replaced, Seen.Merge(add.Seen));
    }

    public bool Equals(ORSetAdd<T>? other) =>
        other is not null && Seen.Equals(other.Seen) && StableMap<T, VersionVector>.Same(Dots, other.Dots)
        && StableMap<T, VersionVector>.Same(Replaced, other.Replaced);

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

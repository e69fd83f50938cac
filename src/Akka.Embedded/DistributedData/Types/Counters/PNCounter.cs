using System.Collections.Immutable;
using System.Numerics;
using Akka.Cluster;

namespace Akka.DistributedData;

/// <summary>A counter that goes up and down: one sum of each.</summary>
public sealed class PNCounter : IDeltaReplicatedData<PNCounter, PNCounter>, IRemovedNodePruning<PNCounter>, IReplicatedDataSerialization,
    IEquatable<PNCounter>, IReplicatedDelta
{
    public static readonly PNCounter Empty = new();

    public PNCounter()
        : this(GCounter.Empty, GCounter.Empty)
    {
    }

    public PNCounter(GCounter increments, GCounter decrements)
    {
        Increments = increments;
        Decrements = decrements;
    }

    public BigInteger Value => new BigInteger(Increments.Value) - Decrements.Value;

    public GCounter Increments { get; }

    public GCounter Decrements { get; }

    public PNCounter? Delta =>
        Increments.Delta is null && Decrements.Delta is null
            ? null
            : new PNCounter(Increments.Delta ?? GCounter.Empty, Decrements.Delta ?? GCounter.Empty);

    IReplicatedDelta? IDeltaReplicatedData.Delta => Delta;

    IDeltaReplicatedData IReplicatedDelta.Zero => Empty;

    public ImmutableHashSet<UniqueAddress> ModifiedByNodes => Increments.ModifiedByNodes.Union(Decrements.ModifiedByNodes);

    public PNCounter Increment(Cluster.Cluster node, long delta = 1) => Increment(node.SelfUniqueAddress, delta);

    public PNCounter Increment(UniqueAddress address, long delta = 1) =>
        delta >= 0 ? Up(address, (ulong)delta) : Down(address, Magnitude(delta));

    public PNCounter Decrement(Cluster.Cluster node, long delta = 1) => Decrement(node.SelfUniqueAddress, delta);

    public PNCounter Decrement(UniqueAddress address, long delta = 1) =>
        delta >= 0 ? Down(address, (ulong)delta) : Up(address, Magnitude(delta));

    public PNCounter Merge(PNCounter other)
    {
        var increments = Increments.Merge(other.Increments);
        var decrements = Decrements.Merge(other.Decrements);
        if (ReferenceEquals(increments, Increments) && ReferenceEquals(decrements, Decrements))
            return this;
        return ReferenceEquals(increments, other.Increments) && ReferenceEquals(decrements, other.Decrements)
            ? other
            : new PNCounter(increments, decrements);
    }

    public IReplicatedData Merge(IReplicatedData other) => Merge((PNCounter)other);

    public PNCounter MergeDelta(PNCounter delta) => Merge(delta);

    public PNCounter ResetDelta() => Delta is null ? this : new PNCounter(Increments.ResetDelta(), Decrements.ResetDelta());

    public bool NeedPruningFrom(UniqueAddress removedNode) =>
        Increments.NeedPruningFrom(removedNode) || Decrements.NeedPruningFrom(removedNode);

    public PNCounter Prune(UniqueAddress removedNode, UniqueAddress collapseInto) =>
        new(Increments.Prune(removedNode, collapseInto), Decrements.Prune(removedNode, collapseInto));

    public PNCounter PruningCleanup(UniqueAddress removedNode) =>
        NeedPruningFrom(removedNode) ? new PNCounter(Increments.PruningCleanup(removedNode), Decrements.PruningCleanup(removedNode)) : this;

    public bool Equals(PNCounter? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Increments.Equals(other.Increments) && Decrements.Equals(other.Decrements));

    public override bool Equals(object? obj) => Equals(obj as PNCounter);

    public override int GetHashCode() => (Increments.GetHashCode() * 31) ^ Decrements.GetHashCode();

    public override string ToString() => $"PNCounter({Value})";

    IReplicatedData IDeltaReplicatedData.MergeDelta(IReplicatedDelta delta) => MergeDelta((PNCounter)delta);

    IReplicatedData IDeltaReplicatedData.ResetDelta() => ResetDelta();

    IReplicatedData IRemovedNodePruning.Prune(UniqueAddress removedNode, UniqueAddress collapseInto) => Prune(removedNode, collapseInto);

    IReplicatedData IRemovedNodePruning.PruningCleanup(UniqueAddress removedNode) => PruningCleanup(removedNode);

    private static ulong Magnitude(long negative) => unchecked(0UL - (ulong)negative);

    private PNCounter Up(UniqueAddress node, ulong n) => n == 0 ? this : new PNCounter(Increments.Increment(node, n), Decrements);

    private PNCounter Down(UniqueAddress node, ulong n) => n == 0 ? this : new PNCounter(Increments, Decrements.Increment(node, n));
}

public sealed class PNCounterKey(string id) : Key<PNCounter>(id);

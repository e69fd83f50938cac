using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Embedded.Replication;

namespace Akka.DistributedData;

/// <summary>A counter that only grows: a sum per node, of which merging takes the higher.</summary>
public sealed class GCounter : FastMerge<GCounter>, IRemovedNodePruning<GCounter>, IEquatable<GCounter>, IReplicatedDataSerialization,
    IDeltaReplicatedData<GCounter, GCounter>, IReplicatedDelta
{
    public static readonly GCounter Empty = new();

    public GCounter()
        : this(StableMap<UniqueAddress, ulong>.Empty)
    {
    }

    internal GCounter(ImmutableDictionary<UniqueAddress, ulong> state, GCounter? delta = null)
    {
        State = state;
        Delta = delta;
        foreach (var (_, count) in state)
            Value += count;
    }

    /// <summary>How much each node has added.</summary>
    public ImmutableDictionary<UniqueAddress, ulong> State { get; }

    public ulong Value { get; }

    public GCounter? Delta { get; }

    IReplicatedDelta? IDeltaReplicatedData.Delta => Delta;

    IDeltaReplicatedData IReplicatedDelta.Zero => Empty;

    public ImmutableHashSet<UniqueAddress> ModifiedByNodes => State.Keys.ToImmutableHashSet();

    public static implicit operator ulong(GCounter counter) => counter.Value;

    public GCounter Increment(Cluster.Cluster node, ulong delta = 1) => Increment(node.SelfUniqueAddress, delta);

    /// <exception cref="OverflowException">The node's sum would exceed 2^64 - 1.</exception>
    public GCounter Increment(UniqueAddress node, ulong n = 1)
    {
        if (n == 0)
            return this;
        var sum = checked(State.GetValueOrDefault(node) + n);
        var delta = new GCounter((Delta?.State ?? StableMap<UniqueAddress, ulong>.Empty).SetItem(node, sum));
        return Successor(new GCounter(State.SetItem(node, sum), delta));
    }

    public override GCounter Merge(GCounter other)
    {
        if (LaterOf(other) is { } later)
            return later;
        var merged = State;
        foreach (var (node, sum) in other.State)
        {
            if (sum > merged.GetValueOrDefault(node))
                merged = merged.SetItem(node, sum);
        }
        return ReferenceEquals(merged, State) ? this : new GCounter(merged);
    }

    public GCounter MergeDelta(GCounter delta) => Merge(delta);

    public GCounter ResetDelta() => Delta is null ? this : Successor(new GCounter(State));

    public bool NeedPruningFrom(UniqueAddress removedNode) => State.ContainsKey(removedNode);

    public GCounter Prune(UniqueAddress removedNode, UniqueAddress collapseInto) =>
        State.TryGetValue(removedNode, out var sum)
            ? new GCounter(State.Remove(removedNode)).Increment(collapseInto, sum).ResetDelta()
            : this;

    public GCounter PruningCleanup(UniqueAddress removedNode) =>
        State.ContainsKey(removedNode) ? new GCounter(State.Remove(removedNode)) : this;

    public bool Equals(GCounter? other) =>
        ReferenceEquals(this, other) || (other is not null && StableMap<UniqueAddress, ulong>.Same(State, other.State));

    public override bool Equals(object? obj) => Equals(obj as GCounter);

    public override int GetHashCode() => StableMap<UniqueAddress, ulong>.Hash(State);

    public override string ToString() => $"GCounter({Value})";

    IReplicatedData IDeltaReplicatedData.MergeDelta(IReplicatedDelta delta) => MergeDelta((GCounter)delta);

    IReplicatedData IDeltaReplicatedData.ResetDelta() => ResetDelta();

    IReplicatedData IRemovedNodePruning.Prune(UniqueAddress removedNode, UniqueAddress collapseInto) => Prune(removedNode, collapseInto);

    IReplicatedData IRemovedNodePruning.PruningCleanup(UniqueAddress removedNode) => PruningCleanup(removedNode);
}

public sealed class GCounterKey(string id) : Key<GCounter>(id);

using System.Collections;
using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Embedded.Replication;

namespace Akka.DistributedData;

/// <summary>
/// A set to add to and remove from. Removing takes away the additions that this replica has seen: an addition made meanwhile elsewhere
/// stays.
/// </summary>
public sealed class ORSet<T> : FastMerge<ORSet<T>>, IReplicatedDataSerialization, IRemovedNodePruning<ORSet<T>>, IEquatable<ORSet<T>>,
    IEnumerable<T>, IDeltaReplicatedData<ORSet<T>, ORSet<T>.IDeltaOperation>
    where T : notnull
{
    public static readonly ORSet<T> Empty = new();

    private ImmutableHashSet<T>? _elements;

    public ORSet()
        : this(StableMap<T, VersionVector>.Empty, VersionVector.Empty)
    {
    }

    internal ORSet(ImmutableDictionary<T, VersionVector> dots, VersionVector seen, IDeltaOperation? delta = null)
    {
        Dots = dots;
        Seen = seen;
        Delta = delta;
    }

    /// <summary>A change of a set.</summary>
    public interface IDeltaOperation : IRequireCausualDeliveryOfDeltas, IReplicatedDataSerialization, IEquatable<IDeltaOperation>;

    public IImmutableSet<T> Elements => _elements ??= Stable.Set(Dots.Keys);

    public bool IsEmpty => Dots.IsEmpty;

    public int Count => Dots.Count;

    public IDeltaOperation? Delta { get; }

    IReplicatedDelta? IDeltaReplicatedData.Delta => Delta;

    public ImmutableHashSet<UniqueAddress> ModifiedByNodes => Seen.ModifiedByNodes;

    /// <summary>The additions of each element: the last of each node that is not replaced by one that knew it.</summary>
    internal ImmutableDictionary<T, VersionVector> Dots { get; }

    /// <summary>How far the additions of each node are known here.</summary>
    internal VersionVector Seen { get; }

    public bool Contains(T elem) => Dots.ContainsKey(elem);

    public ORSet<T> Add(Cluster.Cluster cluster, T element) => Add(cluster.SelfUniqueAddress, element);

    public ORSet<T> Add(UniqueAddress node, T element)
    {
        var (dots, seen, operation) = Addition(node, element);
        return Successor(new ORSet<T>(dots, seen, ORSetDelta<T>.Join(Delta, operation)));
    }

    public ORSet<T> Remove(Cluster.Cluster node, T element) => Remove(node.SelfUniqueAddress, element);

    public ORSet<T> Remove(UniqueAddress node, T element)
    {
        if (!Dots.ContainsKey(element))
            return this;
        return Successor(new ORSet<T>(Dots.Remove(element), Seen, ORSetDelta<T>.Join(Delta, Removal(node, element))));
    }

    public ORSet<T> Clear(Cluster.Cluster node) => Clear(node.SelfUniqueAddress);

    public ORSet<T> Clear(UniqueAddress node)
    {
        ArgumentNullException.ThrowIfNull(node);
        if (IsEmpty)
            return this;
        var cleared = new ORSetState<T>(new ORSet<T>(StableMap<T, VersionVector>.Empty, Seen));
        return Successor(new ORSet<T>(StableMap<T, VersionVector>.Empty, Seen, ORSetDelta<T>.Join(Delta, cleared)));
    }

    public override ORSet<T> Merge(ORSet<T> other) => LaterOf(other) ?? ORSetMerge.States(this, other);

    public ORSet<T> MergeDelta(IDeltaOperation delta)
    {
        ArgumentNullException.ThrowIfNull(delta);
        if (delta is ORSetOperation<T> one)
            return ORSetMerge.Apply(this, one);
        var operations = ORSetDelta<T>.LogOf(delta);
        var set = this;
        for (var i = 0; i < operations.Count; i++)
            set = ORSetMerge.Apply(set, operations[i]);
        return set;
    }

    public ORSet<T> ResetDelta() => WithoutDelta();

    public bool NeedPruningFrom(UniqueAddress removedNode) => Seen.NeedPruningFrom(removedNode);

    public ORSet<T> Prune(UniqueAddress removedNode, UniqueAddress collapseInto)
    {
        var set = new ORSet<T>(Dots, Seen.Prune(removedNode, collapseInto));
        foreach (var element in InOrder())
        {
            if (Dots[element].NeedPruningFrom(removedNode))
                set = set.Added(collapseInto, element, out _);
        }
        return set;
    }

    public ORSet<T> PruningCleanup(UniqueAddress removedNode)
    {
        if (!NeedPruningFrom(removedNode))
            return this;
        var cleaned = Dots;
        foreach (var (element, dots) in Dots)
        {
            if (!dots.NeedPruningFrom(removedNode))
                continue;
            var kept = dots.PruningCleanup(removedNode);
            cleaned = kept.IsEmpty ? cleaned.Remove(element) : cleaned.SetItem(element, kept);
        }
        return new ORSet<T>(cleaned, Seen.PruningCleanup(removedNode));
    }

    /// <summary>In an order that is the same in every process.</summary>
    public IEnumerator<T> GetEnumerator() => InOrder().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(ORSet<T>? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Seen.Equals(other.Seen) && StableMap<T, VersionVector>.Same(Dots, other.Dots));

    public override bool Equals(object? obj) => Equals(obj as ORSet<T>);

    public override int GetHashCode() => (StableMap<T, VersionVector>.Hash(Dots) * 31) ^ Seen.GetHashCode();

    public override string ToString() => $"ORSet({string.Join(", ", Dots.Keys)})";

    IReplicatedData IDeltaReplicatedData.MergeDelta(IReplicatedDelta delta) => MergeDelta((IDeltaOperation)delta);

    IReplicatedData IDeltaReplicatedData.ResetDelta() => ResetDelta();

    IReplicatedData IRemovedNodePruning.Prune(UniqueAddress removedNode, UniqueAddress collapseInto) => Prune(removedNode, collapseInto);

    IReplicatedData IRemovedNodePruning.PruningCleanup(UniqueAddress removedNode) => PruningCleanup(removedNode);

    /// <summary>Empty when it is not in the set.</summary>
    internal VersionVector DotsOf(T element) => Dots.TryGetValue(element, out var dots) ? dots : VersionVector.Empty;

    internal IEnumerable<T> InOrder()
    {
        if (StableComparer<T>.IsStable)
            return Dots.Keys;
        var sorted = Dots.ToArray();
        Array.Sort(sorted, static (x, y) => VersionVectors.OrderOfAdditions(x.Value, y.Value));
        return sorted.Select(entry => entry.Key);
    }

    internal ORSet<T> WithoutDelta() => Delta is null ? this : Successor(new ORSet<T>(Dots, Seen));

    /// <summary>With the element but without delta: the operation is the caller's.</summary>
    internal ORSet<T> Added(UniqueAddress node, T element, out ORSetAdd<T> operation)
    {
        (var dots, var seen, operation) = Addition(node, element);
        return Successor(new ORSet<T>(dots, seen));
    }

    /// <summary>The same for a removal.</summary>
    internal ORSet<T> Removed(UniqueAddress node, T element, out ORSetRemove<T> operation)
    {
        operation = Removal(node, element);
        return Successor(new ORSet<T>(Dots.Remove(element), Seen));
    }

    private (ImmutableDictionary<T, VersionVector> Dots, VersionVector Seen, ORSetAdd<T> Operation) Addition(UniqueAddress node, T element)
    {
        var version = Seen.NextVersion(node);
        var dot = VersionVector.Create(node, version);
        var operation = ORSetAdd<T>.Of(element, dot, DotsOf(element).PruningCleanup(node));
        return (Dots.SetItem(element, dot), Seen.With(node, version), operation);
    }

    private ORSetRemove<T> Removal(UniqueAddress node, T element)
    {
        var own = Seen.VersionAt(node);
        return new ORSetRemove<T>(element, own == 0 ? VersionVector.Empty : VersionVector.Create(node, own), Seen);
    }
}

public static class ORSet
{
    public static ORSet<T> Create<T>(UniqueAddress node, T element)
        where T : notnull => ORSet<T>.Empty.Add(node, element);

    public static ORSet<T> Create<T>(params KeyValuePair<UniqueAddress, T>[] elements)
        where T : notnull => Create((IEnumerable<KeyValuePair<UniqueAddress, T>>)elements);

    public static ORSet<T> Create<T>(IEnumerable<KeyValuePair<UniqueAddress, T>> elements)
        where T : notnull => elements.Aggregate(ORSet<T>.Empty, (set, e) => set.Add(e.Key, e.Value));
}

public sealed class ORSetKey<T>(string id) : Key<ORSet<T>>(id)
    where T : notnull;

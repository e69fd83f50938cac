using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Akka.Cluster;
using Akka.Embedded.Replication;

namespace Akka.DistributedData;

/// <summary>How far the changes of each node are known.</summary>
public abstract class VersionVector : IReplicatedData<VersionVector>, IReplicatedDataSerialization, IRemovedNodePruning<VersionVector>,
    IEquatable<VersionVector>
{
    public static readonly VersionVector Empty = new MultiVersionVector([], []);

    public enum Ordering
    {
        After,
        Before,
        Same,
        Concurrent,
        FullOrder,
    }

    public abstract bool IsEmpty { get; }

    public abstract int Count { get; }

    /// <summary>Nodes in a fixed order, the same for equal vectors.</summary>
    public IEnumerator<KeyValuePair<UniqueAddress, long>> VersionEnumerator => Entries().GetEnumerator();

    public ImmutableHashSet<UniqueAddress> ModifiedByNodes => Entries().Select(e => e.Key).ToImmutableHashSet();

    public static VersionVector Create(UniqueAddress node, long version) => new SingleVersionVector(node, version);

    public static VersionVector Create(ImmutableDictionary<UniqueAddress, long> versions) =>
        Of(versions.OrderBy(v => v.Key, NodeOrder.Instance).ToArray());

    /// <summary>A higher version for the node than any that this process gave before.</summary>
    public VersionVector Increment(UniqueAddress node) => With(node, NextVersion(node));

    /// <summary>0 for a node that is not in it.</summary>
    public abstract long VersionAt(UniqueAddress node);

    public bool Contains(UniqueAddress node) => VersionAt(node) != 0;

    public VersionVector Merge(VersionVector other) => Compare(other) switch
    {
        Ordering.Before => other,
        Ordering.Concurrent => VersionVectors.Union(this, other),
        _ => this,
    };

    public IReplicatedData Merge(IReplicatedData other) => Merge((VersionVector)other);

    public bool NeedPruningFrom(UniqueAddress removedNode) => Contains(removedNode);

    public VersionVector Prune(UniqueAddress removedNode, UniqueAddress collapseInto) =>
        PruningCleanup(removedNode).Increment(collapseInto);

    public VersionVector PruningCleanup(UniqueAddress removedNode) =>
        Contains(removedNode) ? VersionVectors.Where(this, removedNode, static (removed, node, _) => node != removed) : this;

    IReplicatedData IRemovedNodePruning.Prune(UniqueAddress removedNode, UniqueAddress collapseInto) => Prune(removedNode, collapseInto);

    IReplicatedData IRemovedNodePruning.PruningCleanup(UniqueAddress removedNode) => PruningCleanup(removedNode);

    public Ordering Compare(VersionVector other) => VersionVectors.Compare(this, other);

    public bool IsSame(VersionVector y) => Compare(y) == Ordering.Same;

    public bool IsConcurrent(VersionVector y) => Compare(y) == Ordering.Concurrent;

    public bool IsBefore(VersionVector y) => Compare(y) == Ordering.Before;

    public bool IsAfter(VersionVector y) => Compare(y) == Ordering.After;

    public bool Equals([NotNullWhen(true)] VersionVector? other) => other is not null && IsSame(other);

    public override bool Equals(object? obj) => Equals(obj as VersionVector);

    public override int GetHashCode()
    {
        var hash = 17;
        for (var i = 0; i < Count; i++)
            hash = (hash * 31) ^ NodeAt(i).Uid ^ (int)Version(i);
        return hash;
    }

    public override string ToString() => $"VersionVector({string.Join(", ", Entries().Select(e => $"{e.Key}->{e.Value}"))})";

    public static bool operator ==(VersionVector? x, VersionVector? y) => x is null ? y is null : x.Equals(y);

    public static bool operator !=(VersionVector? x, VersionVector? y) => !(x == y);

    public static bool operator >(VersionVector x, VersionVector y) => x.IsAfter(y);

    public static bool operator <(VersionVector x, VersionVector y) => x.IsBefore(y);

    /// <param name="sorted">By <see cref="NodeOrder"/>.</param>
    internal static VersionVector Of(ReadOnlySpan<KeyValuePair<UniqueAddress, long>> sorted)
    {
        if (sorted.Length <= 1)
            return sorted.IsEmpty ? Empty : new SingleVersionVector(sorted[0].Key, sorted[0].Value);
        var nodes = new UniqueAddress[sorted.Length];
        var versions = new long[sorted.Length];
        for (var i = 0; i < sorted.Length; i++)
            (nodes[i], versions[i]) = (sorted[i].Key, sorted[i].Value);
        return new MultiVersionVector(nodes, versions);
    }

    internal long NextVersion(UniqueAddress node) => Math.Max(AmbientRuntime.NextVersion(), VersionAt(node) + 1);

    internal abstract VersionVector With(UniqueAddress node, long version);

    internal abstract UniqueAddress NodeAt(int index);

    internal abstract long Version(int index);

    private IEnumerable<KeyValuePair<UniqueAddress, long>> Entries()
    {
        for (var i = 0; i < Count; i++)
            yield return new KeyValuePair<UniqueAddress, long>(NodeAt(i), Version(i));
    }
}

using Akka.Cluster;
using Akka.DistributedData;
using static Akka.DistributedData.VersionVector;

namespace Akka.Embedded.Replication;

/// <summary>What is computed on two vectors, entry by entry in the order of nodes.</summary>
internal static class VersionVectors
{
    public static Ordering Compare(VersionVector left, VersionVector right)
    {
        if (ReferenceEquals(left, right))
            return Ordering.Same;
        bool leftAhead = false, rightAhead = false;
        for (int l = 0, r = 0; l < left.Count || r < right.Count;)
        {
            var order = Order(left, l, right, r);
            var leftVersion = order <= 0 ? left.Version(l++) : 0;
            var rightVersion = order >= 0 ? right.Version(r++) : 0;
            leftAhead |= leftVersion > rightVersion;
            rightAhead |= rightVersion > leftVersion;
            if (leftAhead && rightAhead)
                return Ordering.Concurrent;
        }
        return leftAhead ? Ordering.After : rightAhead ? Ordering.Before : Ordering.Same;
    }

    /// <summary>The higher version of each node.</summary>
    public static VersionVector Union(VersionVector left, VersionVector right)
    {
        var union = new KeyValuePair<UniqueAddress, long>[left.Count + right.Count];
        var count = 0;
        for (int l = 0, r = 0; l < left.Count || r < right.Count;)
        {
            var order = Order(left, l, right, r);
            var node = order <= 0 ? left.NodeAt(l) : right.NodeAt(r);
            var version = Math.Max(order <= 0 ? left.Version(l++) : 0, order >= 0 ? right.Version(r++) : 0);
            union[count++] = new KeyValuePair<UniqueAddress, long>(node, version);
        }
        return Of(union.AsSpan(0, count));
    }

    public static VersionVector Where<TState>(VersionVector vector, TState state, Func<TState, UniqueAddress, long, bool> keep)
    {
        var kept = new KeyValuePair<UniqueAddress, long>[vector.Count];
        var count = 0;
        for (var i = 0; i < vector.Count; i++)
        {
            if (keep(state, vector.NodeAt(i), vector.Version(i)))
                kept[count++] = new KeyValuePair<UniqueAddress, long>(vector.NodeAt(i), vector.Version(i));
        }
        return count == vector.Count ? vector : Of(kept.AsSpan(0, count));
    }

    /// <summary>The entries that are news to whom has seen <paramref name="seen"/>.</summary>
    public static VersionVector Unseen(VersionVector dots, VersionVector seen)
    {
        if (dots.Count == 1)
            return dots.Version(0) > seen.VersionAt(dots.NodeAt(0)) ? dots : Empty;
        return Where(dots, seen, static (seen, node, version) => version > seen.VersionAt(node));
    }

    /// <summary>
    /// What remains of an element's additions when two replicas meet: those that both hold, and those that the other has never seen.
    /// </summary>
    public static VersionVector MergeDots(VersionVector left, VersionVector leftSeen, VersionVector right, VersionVector rightSeen)
    {
        if (left.Equals(right))
            return left;
        return Kept(left, right, rightSeen).Merge(Kept(right, left, leftSeen));
    }

    /// <summary>An order of elements by when they were added: each addition is of one element only.</summary>
    public static int OrderOfAdditions(VersionVector left, VersionVector right)
    {
        if (left.IsEmpty || right.IsEmpty)
            return left.Count.CompareTo(right.Count);
        var byNode = NodeOrder.Order(left.NodeAt(0), right.NodeAt(0));
        return byNode != 0 ? byNode : left.Version(0).CompareTo(right.Version(0));
    }

    private static VersionVector Kept(VersionVector dots, VersionVector other, VersionVector otherSeen) =>
        Where(
            dots,
            (other, otherSeen),
            static (o, node, version) => o.other.VersionAt(node) == version || version > o.otherSeen.VersionAt(node));

    private static int Order(VersionVector left, int l, VersionVector right, int r)
    {
        if (l == left.Count)
            return 1;
        return r == right.Count ? -1 : NodeOrder.Order(left.NodeAt(l), right.NodeAt(r));
    }
}

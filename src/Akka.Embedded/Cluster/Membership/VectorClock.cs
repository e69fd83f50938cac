using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

internal enum ClockOrder
{
    Same,
    Before,
    After,
    Concurrent,
}

/// <summary>Counts each node's changes; tells whether one state follows from another.</summary>
internal sealed class VectorClock
{
    public static readonly VectorClock Empty = new(ImmutableSortedDictionary<UniqueAddress, long>.Empty);

    public VectorClock(ImmutableSortedDictionary<UniqueAddress, long> counts) => Counts = counts;

    public ImmutableSortedDictionary<UniqueAddress, long> Counts { get; }

    public VectorClock Increment(UniqueAddress node) => new(Counts.SetItem(node, Counts.GetValueOrDefault(node) + 1));

    public VectorClock Prune(IEnumerable<UniqueAddress> removed)
    {
        var kept = Counts.RemoveRange(removed);
        return kept.Count == Counts.Count ? this : new(kept);
    }

    public VectorClock Merge(VectorClock other)
    {
        var merged = Counts.ToBuilder();
        foreach (var (node, count) in other.Counts)
        {
            if (!merged.TryGetValue(node, out var mine) || mine < count)
            {
                merged[node] = count;
            }
        }

        return new(merged.ToImmutable());
    }

    /// <summary>Where this stands relative to <paramref name="other"/>.</summary>
    public ClockOrder CompareTo(VectorClock other)
    {
        if (ReferenceEquals(this, other))
        {
            return ClockOrder.Same;
        }

        var less = HasMore(other, this);
        var more = HasMore(this, other);
        return (less, more) switch
        {
            (false, false) => ClockOrder.Same,
            (true, false) => ClockOrder.Before,
            (false, true) => ClockOrder.After,
            (true, true) => ClockOrder.Concurrent,
        };
    }

    public override string ToString() => $"VectorClock({string.Join(", ", Counts.Select(c => $"{c.Key.Address}#{c.Key.Uid}={c.Value}"))})";

    private static bool HasMore(VectorClock a, VectorClock b)
    {
        foreach (var (node, count) in a.Counts)
        {
            if (count > b.Counts.GetValueOrDefault(node))
            {
                return true;
            }
        }

        return false;
    }
}

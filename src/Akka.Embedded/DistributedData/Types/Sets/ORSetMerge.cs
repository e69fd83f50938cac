using System.Collections.Immutable;
using Akka.DistributedData;

namespace Akka.Embedded.Replication;

/// <summary>
/// An addition counts until somebody removes it who has seen it. So of two replicas each keeps what both hold, and what the other holds
/// only if it has not seen (and so cannot have removed) it.
/// </summary>
internal static class ORSetMerge
{
    public static ORSet<T> States<T>(ORSet<T> left, ORSet<T> right)
        where T : notnull
    {
        var dots = left.Dots.ToBuilder();
        var (isLeft, isRight) = (true, true);
        foreach (var (element, leftDots) in left.Dots)
        {
            var kept = right.Dots.TryGetValue(element, out var rightDots)
                ? VersionVectors.MergeDots(leftDots, left.Seen, rightDots, right.Seen)
                : VersionVectors.Unseen(leftDots, right.Seen);
            isRight &= rightDots is null ? kept.IsEmpty : kept.Equals(rightDots);
            isLeft &= Put(dots, element, leftDots, kept);
        }
        foreach (var (element, rightDots) in right.Dots)
        {
            if (left.Dots.ContainsKey(element))
                continue;
            var kept = VersionVectors.Unseen(rightDots, left.Seen);
            isRight &= kept.Equals(rightDots);
            isLeft &= Put(dots, element, VersionVector.Empty, kept);
        }
        var seen = left.Seen.Merge(right.Seen);
        if (isLeft && seen.Equals(left.Seen))
            return left;
        return isRight && seen.Equals(right.Seen) ? right.WithoutDelta() : new ORSet<T>(dots.ToImmutable(), seen);
    }

    public static ORSet<T> Apply<T>(ORSet<T> set, ORSetOperation<T> operation)
        where T : notnull => operation switch
        {
            ORSetAdd<T> add => Added(set, add),
            ORSetRemove<T> remove => Removed(set, remove),
            ORSetState<T> state => set.Merge(state.Set),
            _ => throw new ArgumentException($"Unknown operation {operation.GetType()}.", nameof(operation)),
        };

    private static ORSet<T> Added<T>(ORSet<T> set, ORSetAdd<T> add)
        where T : notnull
    {
        var dots = set.Dots;
        foreach (var (element, added) in add.Dots)
        {
            var news = VersionVectors.Unseen(added, set.Seen);
            if (!dots.TryGetValue(element, out var known))
            {
                if (!news.IsEmpty)
                    dots = dots.SetItem(element, news);
                continue;
            }
            var current = add.Replaced.TryGetValue(element, out var replaced) ? VersionVectors.Unseen(known, replaced) : known;
            var kept = VersionVectors.MergeDots(current, set.Seen, added, add.Seen);
            if (!ReferenceEquals(kept, known))
                dots = dots.SetItem(element, kept);
        }
        return Changed(set, dots, set.Seen.Merge(add.Seen));
    }

    private static ORSet<T> Removed<T>(ORSet<T> set, ORSetRemove<T> remove)
        where T : notnull
    {
        var dots = set.Dots;
        if (dots.TryGetValue(remove.Element, out var known))
        {
            var kept = VersionVectors.Unseen(known, remove.Seen);
            if (!ReferenceEquals(kept, known))
                dots = kept.IsEmpty ? dots.Remove(remove.Element) : dots.SetItem(remove.Element, kept);
        }
        // Not all that the remover had seen: this replica may not have got it yet, and would then take it for removed.
        return Changed(set, dots, set.Seen.Merge(remove.Own));
    }

    private static ORSet<T> Changed<T>(ORSet<T> set, ImmutableDictionary<T, VersionVector> dots, VersionVector seen)
        where T : notnull =>
        ReferenceEquals(dots, set.Dots) && ReferenceEquals(seen, set.Seen) ? set : set.Successor(new ORSet<T>(dots, seen));

    /// <returns>Whether nothing changed.</returns>
    private static bool Put<T>(ImmutableDictionary<T, VersionVector>.Builder dots, T element, VersionVector before, VersionVector kept)
        where T : notnull
    {
        if (kept.Equals(before))
            return true;
        if (kept.IsEmpty)
            dots.Remove(element);
        else
            dots[element] = kept;
        return false;
    }
}

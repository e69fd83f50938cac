using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>
/// Nodes with a broken connection between them that still hear of each other by way of others: signs that this is no clean split.
/// </summary>
internal static class IndirectConnections
{
    public static bool Any(SplitView view) => !Of(view).IsEmpty;

    public static ImmutableSortedSet<UniqueAddress> Of(SplitView view) => InCircles(view).Union(StillHeardOf(view));

    /// <summary>
    /// The view that remains when what such nodes say of each other, and what nodes say that nobody here reaches any more, is left out.
    /// </summary>
    public static SplitView Without(SplitView view)
    {
        var circles = InCircles(view);
        var heard = StillHeardOf(view);
        var islands = Islands(view);
        var downable = view.Downable;
        var left = view.Sightings.Where(s =>
            downable.Contains(s.Observer) && downable.Contains(s.Subject)
            && !islands.Contains(s.Observer)
            && !(circles.Contains(s.Observer) && circles.Contains(s.Subject))
            && !(heard.Contains(s.Observer) && heard.Contains(s.Subject))).ToImmutableArray();
        return view with { Sightings = left, Unreachable = [.. left.Select(s => s.Subject)] };
    }

    /// <summary>Who finds others unreachable and is found so itself.</summary>
    private static ImmutableSortedSet<UniqueAddress> InCircles(SplitView view) =>
        [.. view.Sightings.Select(s => s.Observer).Intersect(view.Sightings.Select(s => s.Subject))];

    /// <summary>An unreachable node that has seen the present state got it from someone.</summary>
    private static ImmutableSortedSet<UniqueAddress> StillHeardOf(SplitView view) =>
        [.. view.Sightings.Where(s => view.SeenBy.Contains(s.Subject)).SelectMany<Sighting, UniqueAddress>(s => [s.Observer, s.Subject])];

    /// <summary>Unreachable observers that every reachable node finds unreachable: cut off for certain.</summary>
    private static ImmutableSortedSet<UniqueAddress> Islands(SplitView view)
    {
        var reachable = view.Members.Where(view.IsReachable).Select(m => m.UniqueAddress).ToImmutableSortedSet();
        return
        [
            .. view.Sightings.Select(s => s.Observer).Where(view.Unreachable.Contains).Where(island =>
                reachable.IsSubsetOf(view.Sightings.Where(s => s.Subject == island).Select(s => s.Observer))),
        ];
    }
}

using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Embedded.Membership;

namespace Akka.Embedded.Tests.Cluster.Downing;

/// <summary>Ways in which a few members can be split, and what each side of a split sees.</summary>
internal static class Splits
{
    /// <summary>Every way to share out ports 1 to <paramref name="count"/> among sides.</summary>
    public static IEnumerable<ImmutableArray<ImmutableArray<int>>> Of(int count)
    {
        if (count == 0)
        {
            return [[]];
        }

        return Of(count - 1).SelectMany(sides =>
            Enumerable.Range(0, sides.Length).Select(i => sides.SetItem(i, sides[i].Add(count))).Append(sides.Add([count])));
    }

    /// <summary>A clean split: each of a side finds everybody else unreachable.</summary>
    public static SplitView View(IEnumerable<Member> members, IReadOnlyCollection<int> side)
    {
        var all = members.ToImmutableArray();
        var others = all.Select(m => m.UniqueAddress).Where(n => !side.Contains(n.Address.Port!.Value)).ToImmutableSortedSet();
        var down = all.Where(m => m.Status == MemberStatus.Down).Select(m => m.UniqueAddress);
        var sightings = side.SelectMany(p => others.Select(o => new Sighting(Nodes.Node(p), o)));
        return new(all, others.Union(down), [.. sightings], [.. side.Select(p => Nodes.Node(p))]);
    }

    /// <summary>Ports of this side's Up members that its own decision leaves.</summary>
    public static ImmutableArray<int> Survivors(DowningStrategy strategy, SplitView view, IReadOnlyCollection<int> side)
    {
        var decision = DowningDecision.By(strategy, view);
        return
        [
            .. view.Voters(role: null).Select(m => m.UniqueAddress)
                .Where(n => side.Contains(n.Address.Port!.Value) && !decision.Nodes.Contains(n)).Select(n => n.Address.Port!.Value),
        ];
    }

    /// <summary>Every way to give each of <paramref name="count"/> members one of these.</summary>
    public static IEnumerable<ImmutableArray<T>> Assignments<T>(int count, params T[] choices) => count == 0
        ? [[]]
        : Assignments(count - 1, choices).SelectMany(rest => choices.Select(rest.Add));
}

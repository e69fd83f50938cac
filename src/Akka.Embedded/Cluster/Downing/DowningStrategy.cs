using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>Decides which side of a split goes on. Every side decides alone, from its last view; at most one may stay.</summary>
/// <param name="Role">Only members with it count; null: all.</param>
internal abstract record DowningStrategy(string? Role)
{
    public abstract DowningVerdict Decide(SplitView view);
}

/// <summary>The larger side stays; of two equal ones that with the lowest address. No majority anywhere: nobody stays.</summary>
internal sealed record KeepMajority(string? Role) : DowningStrategy(Role)
{
    public override DowningVerdict Decide(SplitView view)
    {
        if (IndirectConnections.Any(view))
        {
            return DowningVerdict.IndirectlyConnected;
        }

        var certain = Count(view, [.. view.Voters(Role)], view.Voters(Role));
        if (certain != DowningVerdict.Unreachable)
        {
            return certain;
        }

        // The other side may know of changes that this one has not seen: it must win against the worst of them, too.
        var worst = Count(view, [.. view.Voters(Role, surelyStaying: true)], view.Voters(Role, maybeUp: true));
        return worst == DowningVerdict.Unreachable ? worst : DowningVerdict.All;
    }

    private static DowningVerdict Count(SplitView view, ImmutableArray<Member> ours, IEnumerable<Member> theirs)
    {
        if (ours.IsEmpty)
        {
            return DowningVerdict.All;
        }

        var here = ours.Count(view.IsReachable);
        var there = theirs.Count(m => !view.IsReachable(m));
        var wins = here == there ? view.IsReachable(ours[0]) : here > there;
        return wins ? DowningVerdict.Unreachable : DowningVerdict.Reachable;
    }
}

/// <summary>The side of the oldest member stays.</summary>
/// <param name="DownIfAlone">Except where the oldest is alone against two and more: then the others stay.</param>
internal sealed record KeepOldest(string? Role, bool DownIfAlone) : DowningStrategy(Role)
{
    public override DowningVerdict Decide(SplitView view)
    {
        if (IndirectConnections.Any(view))
        {
            return DowningVerdict.IndirectlyConnected;
        }

        var voters = view.Voters(Role).Order(Member.AgeOrdering).ToImmutableArray();
        var certain = OfTheOldest(view, voters, voters);
        if (certain != DowningVerdict.Unreachable)
        {
            return certain;
        }

        var staying = view.Voters(Role, surelyStaying: true).Order(Member.AgeOrdering).ToImmutableArray();
        var worst = OfTheOldest(view, staying, [.. view.Voters(Role, maybeUp: DownIfAlone, surelyStaying: true)]);
        return worst == DowningVerdict.Unreachable ? worst : DowningVerdict.All;
    }

    private DowningVerdict OfTheOldest(SplitView view, ImmutableArray<Member> byAge, ImmutableArray<Member> counted)
    {
        if (byAge.IsEmpty)
        {
            return DowningVerdict.All;
        }

        var here = counted.Count(view.IsReachable);
        var there = counted.Length - here;
        var isHere = view.IsReachable(byAge[0]);
        var (withOldest, without) = isHere ? (here, there) : (there, here);
        var oldestIsGivenUp = DownIfAlone && withOldest == 1 && without >= 2;
        return isHere != oldestIsGivenUp ? DowningVerdict.Unreachable : DowningVerdict.Reachable;
    }
}

/// <summary>A side with so many members stays. In clusters of twice as many or more that would be no rule: then nobody stays.</summary>
internal sealed record StaticQuorum(string? Role, int Size) : DowningStrategy(Role)
{
    public override DowningVerdict Decide(SplitView view)
    {
        var voters = view.Voters(Role).ToImmutableArray();
        if (voters.Length > (2 * Size) - 1)
        {
            return DowningVerdict.All;
        }

        if (IndirectConnections.Any(view))
        {
            return DowningVerdict.IndirectlyConnected;
        }

        return voters.Count(view.IsReachable) >= Size ? DowningVerdict.Unreachable : DowningVerdict.Reachable;
    }
}

/// <summary>Nobody stays: for what is started anew as a whole.</summary>
internal sealed record DownAllNodes() : DowningStrategy(Role: null)
{
    public override DowningVerdict Decide(SplitView view) => DowningVerdict.All;
}

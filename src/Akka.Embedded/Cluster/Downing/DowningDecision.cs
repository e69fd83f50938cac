using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>A verdict, and the members that it takes.</summary>
internal sealed record DowningDecision(DowningVerdict Verdict, ImmutableSortedSet<UniqueAddress> Nodes)
{
    public static DowningDecision By(DowningStrategy strategy, SplitView view) => For(strategy.Decide(view), strategy, view);

    public static DowningDecision All(SplitView view) => new(DowningVerdict.All, view.Downable);

    private static DowningDecision For(DowningVerdict verdict, DowningStrategy strategy, SplitView view) => verdict switch
    {
        DowningVerdict.Unreachable => new(verdict, view.Downable.Intersect(view.Unreachable)),
        DowningVerdict.Reachable => new(verdict, view.Downable.Except(view.Unreachable)),
        DowningVerdict.All => All(view),
        DowningVerdict.IndirectlyConnected => OfIndirectlyConnected(strategy, view),
        _ => throw new ArgumentOutOfRangeException(nameof(verdict), verdict, "Not a verdict."),
    };

    private static DowningDecision OfIndirectlyConnected(DowningStrategy strategy, SplitView view)
    {
        var indirect = IndirectConnections.Of(view);
        var nodes = indirect;
        if (!view.Unreachable.IsSubsetOf(indirect))
        {
            // There is a split besides: it is decided as if the indirectly connected had no quarrel.
            var split = IndirectConnections.Without(view);
            var verdict = strategy.Decide(split);
            if (verdict == DowningVerdict.IndirectlyConnected)
            {
                return All(view);
            }

            nodes = indirect.Union(For(verdict, strategy, split).Nodes);
        }

        return new(DowningVerdict.IndirectlyConnected, view.Downable.Intersect(nodes));
    }
}

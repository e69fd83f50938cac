using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Replication;

/// <summary>
/// How far the entries of a removed node have been handed over to another one: first the owner announces it, and when every replica has
/// seen the announcement, and so has nothing of the removed node that the owner has not, the owner hands over.
/// </summary>
internal abstract record PruningState
{
    private PruningState()
    {
    }

    /// <summary>The owner is going to take over what the removed node had.</summary>
    public sealed record Announced(UniqueAddress Owner, ImmutableSortedSet<UniqueAddress> Seen) : PruningState;

    /// <summary>The owner has taken over. Kept as a tombstone, so that no late data of the removed node counts again.</summary>
    public sealed record Done(DateTimeOffset ObsoleteAt) : PruningState;

    public bool IsObsolete(DateTimeOffset now) => this is Done done && done.ObsoleteAt <= now;

    public PruningState AddSeen(UniqueAddress node) =>
        this is Announced announced && !announced.Owner.Equals(node) && !announced.Seen.Contains(node)
            ? announced with { Seen = announced.Seen.Add(node) }
            : this;

    /// <summary>Of two owners the one with the lower address goes on.</summary>
    public PruningState Merge(PruningState other) => (this, other) switch
    {
        (Done mine, Done theirs) => mine.ObsoleteAt >= theirs.ObsoleteAt ? mine : theirs,
        (Done, _) => this,
        (_, Done) => other,
        (Announced mine, Announced theirs) => Merge(mine, theirs),
        _ => this,
    };

    private static Announced Merge(Announced mine, Announced theirs)
    {
        var order = mine.Owner.CompareTo(theirs.Owner);
        if (order != 0)
            return order < 0 ? mine : theirs;
        return mine.Seen.IsSupersetOf(theirs.Seen) ? mine : mine with { Seen = mine.Seen.Union(theirs.Seen) };
    }
}

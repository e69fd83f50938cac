using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>
/// What a node knows of the cluster. Immutable; versioned by a vector clock; merged where two versions are concurrent.
/// Removed members leave a tombstone, so that an old view cannot bring them back.
/// </summary>
internal sealed record Gossip(
    ImmutableSortedDictionary<UniqueAddress, Member> Members,
    ImmutableSortedSet<UniqueAddress> Seen,
    Reachability Reachability,
    VectorClock Version,
    ImmutableSortedDictionary<UniqueAddress, DateTimeOffset> Tombstones)
{
    /// <summary>Longer than any partition whose other side may still come back with its old view.</summary>
    public static readonly TimeSpan TombstoneLifetime = TimeSpan.FromHours(24);

    // Members are equal by address alone; a changed status must replace the old member all the same.
    public static readonly ImmutableSortedDictionary<UniqueAddress, Member> NoMembers =
        ImmutableSortedDictionary<UniqueAddress, Member>.Empty.WithComparers(null, ReferenceEqualityComparer.Instance);

    public static readonly Gossip Empty = new(
        NoMembers,
        [],
        Reachability.Empty,
        VectorClock.Empty,
        ImmutableSortedDictionary<UniqueAddress, DateTimeOffset>.Empty);

    public bool HasMember(UniqueAddress node) => Members.ContainsKey(node);

    public bool SeenBy(UniqueAddress node) => Seen.Contains(node);

    public Gossip With(Member member) => this with { Members = Members.SetItem(member.UniqueAddress, member) };

    public Gossip MarkSeen(UniqueAddress node) => Seen.Contains(node) ? this : this with { Seen = Seen.Add(node) };

    /// <summary>The next version, made and so far seen by <paramref name="node"/> alone.</summary>
    public Gossip NextVersion(UniqueAddress node) => this with { Version = Version.Increment(node), Seen = [node] };

    public Gossip Remove(IReadOnlyCollection<UniqueAddress> nodes, DateTimeOffset now) => this with
    {
        Members = Members.RemoveRange(nodes),
        Seen = Seen.Except(nodes),
        Reachability = Reachability.Remove(nodes),
        Version = Version.Prune(nodes),
        Tombstones = Tombstones.SetItems(nodes.Select(n => KeyValuePair.Create(n, now))),
    };

    public Gossip PruneTombstones(DateTimeOffset now)
    {
        var old = Tombstones.Where(t => now - t.Value > TombstoneLifetime).Select(t => t.Key).ToList();
        return old.Count == 0 ? this : this with { Tombstones = Tombstones.RemoveRange(old) };
    }

    public static ImmutableSortedDictionary<UniqueAddress, DateTimeOffset> MergeTombstones(
        ImmutableSortedDictionary<UniqueAddress, DateTimeOffset> a, ImmutableSortedDictionary<UniqueAddress, DateTimeOffset> b) =>
        b.IsEmpty ? a : a.SetItems(b.Where(t => !a.TryGetValue(t.Key, out var at) || at < t.Value));

    /// <summary>Commutative and idempotent; nobody has seen the result yet.</summary>
    public static Gossip Merge(Gossip a, Gossip b)
    {
        var tombstones = MergeTombstones(a.Tombstones, b.Tombstones);
        var members = a.Members.ToBuilder();
        foreach (var (node, member) in b.Members)
        {
            members[node] = members.TryGetValue(node, out var mine) ? MemberProgress.Further(mine, member) : member;
        }

        members.RemoveRange(tombstones.Keys.Where(members.ContainsKey).ToList());
        var merged = members.ToImmutable();
        return new Gossip(
            merged,
            [],
            a.Reachability.Merge([.. merged.Keys], b.Reachability),
            a.Version.Merge(b.Version).Prune(tombstones.Keys),
            tombstones);
    }
}

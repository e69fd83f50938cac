using System.Collections.Immutable;
using Akka.Cluster;

namespace Akka.Embedded.Membership;

/// <summary>
/// Who finds whom unreachable. Each observer owns its row: of two rows of one observer the higher version is the newer one.
/// A row lists only the subjects that are not reachable.
/// </summary>
internal sealed class Reachability : IEquatable<Reachability>
{
    public static readonly Reachability Empty = new(ImmutableSortedDictionary<UniqueAddress, Row>.Empty);

    public Reachability(ImmutableSortedDictionary<UniqueAddress, Row> rows)
    {
        Rows = rows;
        IsAllReachable = rows.Values.All(r => r.Subjects.IsEmpty);
    }

    public ImmutableSortedDictionary<UniqueAddress, Row> Rows { get; }

    public bool IsAllReachable { get; }

    public Reachability Unreachable(UniqueAddress observer, UniqueAddress subject) => With(observer, subject, reachable: false);

    public Reachability Reachable(UniqueAddress observer, UniqueAddress subject) => With(observer, subject, reachable: true);

    public bool IsReachable(UniqueAddress subject) => IsAllReachable || !Rows.Values.Any(r => r.Subjects.Contains(subject));

    public bool IsReachable(UniqueAddress observer, UniqueAddress subject) =>
        !Rows.TryGetValue(observer, out var row) || !row.Subjects.Contains(subject);

    public ImmutableSortedSet<UniqueAddress> AllUnreachable() =>
        IsAllReachable ? [] : Rows.Values.Aggregate(ImmutableSortedSet<UniqueAddress>.Empty, (all, row) => all.Union(row.Subjects));

    public ImmutableSortedSet<UniqueAddress> UnreachableFrom(UniqueAddress observer) =>
        Rows.TryGetValue(observer, out var row) ? row.Subjects : [];

    public Reachability WithoutObservers(IEnumerable<UniqueAddress> observers) =>
        Rows.RemoveRange(observers) is var rows && ReferenceEquals(rows, Rows) ? this : new(rows);

    /// <summary>As if <paramref name="nodes"/> had never been there.</summary>
    public Reachability Remove(IReadOnlyCollection<UniqueAddress> nodes)
    {
        var rows = Rows.RemoveRange(nodes).ToBuilder();
        foreach (var (observer, row) in rows.ToArray())
        {
            rows[observer] = row with { Subjects = row.Subjects.Except(nodes) };
        }

        return new(rows.ToImmutable());
    }

    public Reachability Merge(ImmutableSortedSet<UniqueAddress> allowed, Reachability other)
    {
        var rows = ImmutableSortedDictionary.CreateBuilder<UniqueAddress, Row>();
        foreach (var (observer, row) in Rows.Concat(other.Rows).Where(r => allowed.Contains(r.Key)))
        {
            if (!rows.TryGetValue(observer, out var have) || have.Version < row.Version)
            {
                rows[observer] = row with { Subjects = row.Subjects.Intersect(allowed) };
            }
        }

        return new(rows.ToImmutable());
    }

    public bool Equals(Reachability? other) => other is not null && Rows.Count == other.Rows.Count && Rows.All(r =>
        other.Rows.TryGetValue(r.Key, out var row) && row.Version == r.Value.Version && row.Subjects.SetEquals(r.Value.Subjects));

    public override bool Equals(object? obj) => Equals(obj as Reachability);

    public override int GetHashCode() => Rows.Count;

    private Reachability With(UniqueAddress observer, UniqueAddress subject, bool reachable)
    {
        var row = Rows.GetValueOrDefault(observer) ?? Row.Empty;
        var subjects = reachable ? row.Subjects.Remove(subject) : row.Subjects.Add(subject);
        return subjects.Count == row.Subjects.Count ? this : new(Rows.SetItem(observer, new Row(row.Version + 1, subjects)));
    }

    internal sealed record Row(long Version, ImmutableSortedSet<UniqueAddress> Subjects)
    {
        public static readonly Row Empty = new(0, []);
    }
}

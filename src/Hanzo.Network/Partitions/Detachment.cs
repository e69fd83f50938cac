using System.Collections.Immutable;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Partitions;

/// <summary>That this node was cut off from its network, whose other part may go on without it.</summary>
/// <param name="Id">A ULID; names it in the branches that were opened meanwhile.</param>
/// <param name="Cluster">That it was a member of; null: not known.</param>
/// <param name="Node">Id of this node.</param>
/// <param name="Members">Ids of all nodes that were members then, this one included.</param>
public sealed record Detachment(
    string Id, ClusterIdentity? Cluster, string Node, ImmutableSortedSet<string> Members, DateTimeOffset Since)
{
    public ImmutableArray<string> Others => [.. Members.Where(member => member != Node)];

    /// <summary>Whether a member of this cluster is cut off no more: it is the one that went on.</summary>
    public bool EndsIn(ClusterIdentity cluster) => cluster.Id == Cluster?.Id;

    /// <summary>
    /// Whether these, being members together, are cut off no more: so many of the former members that there cannot be another part of
    /// them which goes on.
    /// </summary>
    public bool EndsAmong(IEnumerable<string> present) => IsMost(present, Members);

    /// <summary>For others.</summary>
    public CutOffMark Mark => new(Id, [.. Members]);

    /// <summary>
    /// Of nodes that are members together those that count for each other, as many as can: of one that is cut off itself another part may
    /// go on, unless its own detachment ends among those that count.
    /// </summary>
    /// <param name="cutOff">By node id.</param>
    public static ImmutableSortedSet<string> Whole(
        ImmutableSortedSet<string> present, ImmutableSortedDictionary<string, CutOffMark> cutOff)
    {
        var whole = present;
        while (true)
        {
            var counted = whole;
            whole = counted.Where(node => !cutOff.TryGetValue(node, out var mark) || IsMost(counted, mark.Members))
                .ToImmutableSortedSet(StringComparer.Ordinal);
            if (whole.Count == counted.Count) return whole;
        }
    }

    private static bool IsMost(IEnumerable<string> present, IReadOnlyCollection<string> members) =>
        present.Distinct(StringComparer.Ordinal).Count(members.Contains) * 2 > members.Count;
}

using System.Collections.Immutable;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>What a new session does without, if it can.</summary>
/// <param name="Nodes">Ids of nodes that do not answer.</param>
/// <param name="Allocator">Who gives slots to nodes does not answer: only those that a node has already can be used.</param>
internal sealed record Avoided(ImmutableSortedSet<string> Nodes, bool Allocator)
{
    public static readonly Avoided Nothing = new([], Allocator: false);

    public bool IsNothing => Nodes.IsEmpty && !Allocator;

    public bool Covers(Avoided other) => other.Nodes.IsSubsetOf(Nodes) && (Allocator || !other.Allocator);

    public Avoided With(Avoided other) => new(Nodes.Union(other.Nodes), Allocator || other.Allocator);
}

using System.Collections.Immutable;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Partitions;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>What a process knows of its network, and of its own standing in it, which follows from who is there.</summary>
internal sealed class ProcessBoards
{
    private readonly TimeProvider _time;
    private object? _seen;

    public ProcessBoards(string node, TimeProvider time)
    {
        _time = time;
        Standing = new Board<Standing>(new Standing(node));
        Directory = new Board<DirectorySnapshot>(DirectorySnapshot.Empty, Follow);
    }

    public Board<DirectorySnapshot> Directory { get; }

    public Board<Standing> Standing { get; }

    // What this node sees once it is on its way out says nothing about who is left.
    private void Follow(DirectorySnapshot snapshot)
    {
        if (ReferenceEquals(_seen, snapshot.Shape) || snapshot.Self is not { Membership: NodeMembership.Up }) return;
        _seen = snapshot.Shape;
        Standing.Update(standing => standing.Among(MembersFor(standing, snapshot), _time.GetUtcNow(), CutOff(snapshot)));
    }

    /// <summary>By node id.</summary>
    private static ImmutableSortedDictionary<string, CutOffMark> CutOff(DirectorySnapshot snapshot)
    {
        var cutOff = ImmutableSortedDictionary.CreateBuilder<string, CutOffMark>(StringComparer.Ordinal);
        foreach (var node in snapshot.Nodes.Values)
            if (node is { Membership: NodeMembership.Up, Reachable: true, IsSelf: false, Description.CutOff: { } mark })
                cutOff[node.NodeId!] = mark;
        return cutOff.ToImmutable();
    }

    /// <summary>Whom one may be cut off from, described or not; or whom one is among: those that say what they are.</summary>
    private static ImmutableSortedSet<string> MembersFor(Standing standing, DirectorySnapshot snapshot) => snapshot.Nodes.Values
        .Where(node => node.Membership is NodeMembership.Up && (standing.Detachment is null || node.Reachable))
        .Select(node => node.NodeId ?? (standing.Detachment is null ? node.MemberId : null))
        .OfType<string>().ToImmutableSortedSet(StringComparer.Ordinal);
}

using Akka.Actor;
using Akka.Cluster;
using Hanzo.Network.Cluster.Joining;

namespace Hanzo.Network.Cluster.Consensus;

/// <summary>Where the members of other nodes are, as the cluster says; looked at anew from time to time.</summary>
internal sealed class GroupPeers(IUntypedActorContext context, Akka.Cluster.Cluster cluster, string self)
{
    private readonly Dictionary<string, (Member Member, ActorSelection Peer)> _byNode = new(StringComparer.Ordinal);

    /// <summary>Nodes that are up, this one included, oldest first.</summary>
    public IReadOnlyList<Member> Up { get; private set; } = [];

    /// <summary>Whether this node is Up itself, so that it knows who else is.</summary>
    public bool IsSelfUp { get; private set; }

    public ActorSelection? Find(string node) => _byNode.TryGetValue(node, out var found) ? found.Peer : null;

    public void Look()
    {
        var unreachable = cluster.State.Unreachable;
        var members = cluster.State.Members.Where(member => member.Status is not (MemberStatus.Removed or MemberStatus.Down)
            && NodeRole.NodeIdOf(member) is not null).ToArray();
        Up = [.. members.Where(IsUp).Order(Member.AgeOrdering)];
        IsSelfUp = Up.Any(member => member.UniqueAddress.Equals(cluster.SelfUniqueAddress));
        foreach (var gone in _byNode.Keys.Except(members.Select(member => NodeRole.NodeIdOf(member)!)).ToArray()) _byNode.Remove(gone);
        // Of two lives of a node the later one is reached.
        foreach (var member in members.OrderBy(member => !unreachable.Contains(member)).ThenBy(member => member, Member.AgeOrdering))
        {
            var node = NodeRole.NodeIdOf(member)!;
            if (node == self) continue;
            if (_byNode.TryGetValue(node, out var known) && known.Member.UniqueAddress.Equals(member.UniqueAddress)) continue;
            _byNode[node] = (member, context.ActorSelection($"{member.Address}/user/{ConsensusActor.Name}"));
        }
    }

    /// <summary>Leaving ones are among them: they can still vote until they are gone.</summary>
    private static bool IsUp(Member member) => member.Status is MemberStatus.Up or MemberStatus.Leaving or MemberStatus.Exiting;
}

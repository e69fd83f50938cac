using Akka.Actor;
using Akka.Cluster;
using Hanzo.Network.Cluster.Joining;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>Has the registry watch what each member says, under the node id that its role names.</summary>
/// <param name="self">This life of this node.</param>
internal sealed class WatchedMembers(IActorRef registry, UniqueAddress self)
{
    private readonly Dictionary<UniqueAddress, string> _nodeIds = [];

    /// <summary>A new life of a node is watched anew: so what it said before it was known to be a member is told again.</summary>
    public void Add(Member member)
    {
        if (NodeRole.NodeIdOf(member) is { } id && _nodeIds.TryAdd(member.UniqueAddress, id)) registry.Tell(new Watch(id));
    }

    /// <summary>Whatever it has said is told again.</summary>
    public void Again(Member member)
    {
        if (NodeRole.NodeIdOf(member) is not { } id) return;
        _nodeIds[member.UniqueAddress] = id;
        registry.Tell(new Watch(id));
    }

    /// <summary>Of those who see a node go, the one of the lowest uid empties what it leaves behind.</summary>
    public void Remove(UniqueAddress member)
    {
        if (!_nodeIds.Remove(member, out var id) || _nodeIds.ContainsValue(id)) return;
        var left = _nodeIds.Keys.OrderBy(one => one.Uid).ThenBy(one => one.Address.ToString(), StringComparer.Ordinal);
        registry.Tell(new Unwatch(id, self.Equals(left.FirstOrDefault()) ? member : null));
    }

    /// <summary>For a registry that starts.</summary>
    public void TellAll()
    {
        foreach (var id in _nodeIds.Values.Order(StringComparer.Ordinal)) registry.Tell(new Watch(id));
    }
}

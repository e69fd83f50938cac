using Akka.Actor;
using Akka.Cluster;
using Hanzo.Network.Cluster.Joining;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;

namespace Hanzo.Network.Cluster.Registry;

/// <summary>Has the registry watch what each member says, under the node id that its role names.</summary>
internal sealed class WatchedMembers(IActorRef registry)
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

    public void Remove(UniqueAddress member)
    {
        if (_nodeIds.Remove(member, out var id) && !_nodeIds.ContainsValue(id)) registry.Tell(new Unwatch(id));
    }

    /// <summary>For a registry that starts.</summary>
    public void TellAll()
    {
        foreach (var id in _nodeIds.Values.Order(StringComparer.Ordinal)) registry.Tell(new Watch(id));
    }
}

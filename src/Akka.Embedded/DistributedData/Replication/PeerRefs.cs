using Akka.Actor;
using Akka.Cluster;

namespace Akka.Embedded.Replication;

/// <summary>References to the replicators of other nodes, which are at the same path.</summary>
internal sealed class PeerRefs(IActorRefProvider provider, ActorPath self)
{
    private readonly SortedDictionary<UniqueAddress, IActorRef> _refs = [];

    public IActorRef Of(UniqueAddress node)
    {
        if (!_refs.TryGetValue(node, out var found))
            _refs[node] = found = provider.ResolveActorRef(new RootActorPath(node.Address) / self.Elements);
        return found;
    }

    public void Forget(UniqueAddress node) => _refs.Remove(node);
}

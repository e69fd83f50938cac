using Akka.Actor;
using Hanzo.Network.Joining;
using Microsoft.Extensions.Options;

namespace Hanzo.Network.Cluster.Hosting;

internal sealed class FirstSeedJoining(IOptions<NetworkOptions> options) : IJoining
{
    public void Start(ActorSystem system, NodeIdentity self)
    {
        var cluster = Akka.Cluster.Cluster.Get(system);
        if (options.Value.Seeds.IsEmpty)
        {
            cluster.Join(cluster.SelfAddress);
            return;
        }

        var seed = NodeAddress.Parse(options.Value.Seeds[0]);
        cluster.Join(new Address(cluster.SelfAddress.Protocol, cluster.SelfAddress.System, seed.Host, seed.Port));
    }
}

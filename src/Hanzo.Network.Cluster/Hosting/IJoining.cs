using Akka.Actor;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>Takes a fresh actor system into the network; from then on it is the joining actors' own affair.</summary>
internal interface IJoining
{
    void Start(ActorSystem system, NodeIdentity self);
}

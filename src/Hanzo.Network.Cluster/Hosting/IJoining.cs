using Akka.Actor;
using Akka.Actor.Setup;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>Takes a fresh actor system into the network; from then on it is the joining actors' own affair.</summary>
internal interface IJoining
{
    /// <summary>How the present actor system is doing.</summary>
    JoinStatus Status { get; }

    /// <summary>What the next actor system is to be created with.</summary>
    Setup NewSetup();

    void Start(ActorSystem system, NodeIdentity self);
}

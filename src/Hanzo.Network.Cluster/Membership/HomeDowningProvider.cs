using Akka.Actor;
using Akka.Cluster;
using Hanzo.Network.Cluster.Joining;

namespace Hanzo.Network.Cluster.Membership;

/// <summary>
/// Downing for few nodes on a LAN, given by <c>akka.cluster.downing-provider-class</c>. Needs the system's <see cref="JoiningSetup"/>.
/// </summary>
internal sealed class HomeDowningProvider(ActorSystem system, Akka.Cluster.Cluster cluster) : IDowningProvider
{
    /// <summary>Short, because the journal's fencing protects history, not the time that passes.</summary>
    public TimeSpan DownRemovalMargin { get; } = TimeSpan.FromMilliseconds(500);

    public Props DowningActorProps => DowningActor.Props(JoiningSetup.Of(system), cluster);
}

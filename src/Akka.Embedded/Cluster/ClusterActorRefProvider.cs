using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Remoting;
using Akka.Event;

namespace Akka.Cluster;

/// <summary>The provider named <c>cluster</c>: remoting, and the cluster from the start.</summary>
internal sealed class ClusterActorRefProvider : RemoteProvider
{
    private const string Defaults = "Akka.Cluster.reference.conf";

    public ClusterActorRefProvider(string systemName, Settings settings, EventStream eventStream)
        : base(systemName, settings, eventStream) =>
        settings.InjectTopLevelFallback(ConfigurationFactory.FromResource(Defaults, typeof(ClusterActorRefProvider).Assembly));

    public override void Init(ActorSystemImpl system)
    {
        base.Init(system);

        // A downing provider that cannot be made fails the creation of the system.
        _ = Cluster.Get(system).DowningProvider;
    }
}

using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Cluster.Tools.Singleton;

/// <summary>Starts singletons by name: the manager where this node may run it, and a proxy.</summary>
public class ClusterSingleton : IExtension
{
    private readonly ExtendedActorSystem _system;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, IActorRef> _proxies = new(StringComparer.Ordinal);

    public ClusterSingleton(ExtendedActorSystem system) => _system = system;

    public static ClusterSingleton Get(ActorSystem system) => system.WithExtension<ClusterSingleton, ClusterSingletonProvider>();

    /// <returns>The proxy; the same one when a singleton of that name was begun before.</returns>
    public IActorRef Init(SingletonActor singleton)
    {
        lock (_gate)
        {
            if (_proxies.TryGetValue(singleton.Name, out var running))
                return running;
            var settings = singleton.Settings.HasValue ? singleton.Settings.Value : ClusterSingletonSettings.Create(_system);
            var managerName = "singletonManager" + singleton.Name;
            if (settings.Role is null || Cluster.Get(_system).SelfRoles.Contains(settings.Role))
            {
                _system.ActorOf(
                    ClusterSingletonManager.Props(
                        singleton.Props, singleton.StopMessage.GetOrElse(PoisonPill.Instance), settings.ForManager(singleton.Name)),
                    managerName);
            }

            return _proxies[singleton.Name] = _system.ActorOf(
                ClusterSingletonProxy.Props("/user/" + managerName, settings.ForProxy(singleton.Name)), "singletonProxy" + singleton.Name);
        }
    }
}

public class ClusterSingletonProvider : ExtensionIdProvider<ClusterSingleton>
{
    public override ClusterSingleton CreateExtension(ExtendedActorSystem system) => new(system);
}

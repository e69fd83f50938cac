using System.Collections.Concurrent;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Sharding;
using Akka.Embedded.Sharding.Coordination;
using Akka.Embedded.Sharding.Regions;
using Akka.Event;

namespace Akka.Cluster.Sharding;

/// <summary>
/// Entities by id, each alive on one node of the cluster at a time. Start an entity type on every node that shall host it or talk to it;
/// then send messages to the region.
/// </summary>
public class ClusterSharding : IExtension
{
    // Of the time that coordinated shutdown gives: the rest is for entities that have to be stopped hard.
    private const double GracefulPart = 0.8;

    private readonly ActorSystemImpl _system;
    private readonly Cluster _cluster;
    private readonly LocalActorRef _guardian;
    private readonly Lock _gate = new();
    private readonly ConcurrentDictionary<string, IActorRef> _regions = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IActorRef> _proxies = new(StringComparer.Ordinal);

    public ClusterSharding(ExtendedActorSystem system)
    {
        _system = (ActorSystemImpl)system;
        _cluster = Cluster.Get(system);
        var name = system.Settings.Config.GetString("akka.cluster.sharding.guardian-name", "sharding");
        _guardian = (LocalActorRef)system.SystemActorOf(Props.Of(() => new ShardingGuardian()), name);
    }

    public static ClusterSharding Get(ActorSystem system) => system.WithExtension<ClusterSharding, ClusterShardingExtensionProvider>();

    public static Config DefaultConfig() => ConfigurationFactory.FromResource<ClusterSharding>("Akka.Sharding.reference.conf");

    public IShardAllocationStrategy DefaultShardAllocationStrategy(ClusterShardingSettings settings) =>
        ShardAllocationStrategy.LeastShardAllocationStrategy(
            settings.TuningParameters.LeastShardAllocationAbsoluteLimit, settings.TuningParameters.LeastShardAllocationRelativeLimit);

    public IActorRef Start(string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        Start(typeName, _ => entityProps, settings, messageExtractor);

    public IActorRef Start(
        string typeName,
        Props entityProps,
        ClusterShardingSettings settings,
        IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy,
        object handOffStopMessage) =>
        Start(typeName, _ => entityProps, settings, messageExtractor, allocationStrategy, handOffStopMessage);

    public IActorRef Start(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        Start(typeName, entityPropsFactory, settings, messageExtractor, DefaultShardAllocationStrategy(settings), PoisonPill.Instance);

    /// <summary>
    /// Starts the region of a type, once; on a node without the role of the settings, a proxy. All nodes must give the same extractor and
    /// strategy.
    /// </summary>
    /// <param name="handOffStopMessage">What entities get when their shard moves; they must stop on it.</param>
    public IActorRef Start(
        string typeName,
        Func<string, Props> entityPropsFactory,
        ClusterShardingSettings settings,
        IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy,
        object handOffStopMessage)
    {
        ArgumentException.ThrowIfNullOrEmpty(typeName);
        if (settings.Role is { } role && !_cluster.SelfRoles.Contains(role))
            return StartProxy(typeName, role, messageExtractor);
        lock (_gate)
        {
            if (_regions.TryGetValue(typeName, out var running))
                return running;
            var paths = new ShardingPaths(_guardian, typeName);
            StartCoordinator(paths, new CoordinatorSettings(typeName, settings, allocationStrategy, paths.Region));
            var region = StartRegion(paths.RegionName, new RegionSettings(
                typeName, entityPropsFactory, settings, new EnvelopeExtractor(messageExtractor), handOffStopMessage, paths.Coordinator));
            HandOverAtShutdown(typeName, region);
            return _regions[typeName] = region;
        }
    }

    public Task<IActorRef> StartAsync(
        string typeName, Props entityProps, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        Task.FromResult(Start(typeName, entityProps, settings, messageExtractor));

    public Task<IActorRef> StartAsync(
        string typeName,
        Props entityProps,
        ClusterShardingSettings settings,
        IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy,
        object handOffStopMessage) =>
        Task.FromResult(Start(typeName, entityProps, settings, messageExtractor, allocationStrategy, handOffStopMessage));

    public Task<IActorRef> StartAsync(
        string typeName, Func<string, Props> entityPropsFactory, ClusterShardingSettings settings, IMessageExtractor messageExtractor) =>
        Task.FromResult(Start(typeName, entityPropsFactory, settings, messageExtractor));

    /// <summary>As Start with these parameters.</summary>
    public Task<IActorRef> StartAsync(
        string typeName,
        Func<string, Props> entityPropsFactory,
        ClusterShardingSettings settings,
        IMessageExtractor messageExtractor,
        IShardAllocationStrategy allocationStrategy,
        object handOffStopMessage) =>
        Task.FromResult(Start(typeName, entityPropsFactory, settings, messageExtractor, allocationStrategy, handOffStopMessage));

    /// <summary>Starts a region that hosts nothing itself.</summary>
    /// <param name="role">Of the members that host; null or empty for all.</param>
    public IActorRef StartProxy(string typeName, string? role, IMessageExtractor messageExtractor)
    {
        ArgumentException.ThrowIfNullOrEmpty(typeName);
        lock (_gate)
        {
            if (_proxies.TryGetValue(typeName, out var running))
                return running;
            var paths = new ShardingPaths(_guardian, typeName);
            return _proxies[typeName] = StartRegion(paths.ProxyName, new RegionSettings(
                typeName,
                null,
                ClusterShardingSettings.Create(_system).WithRole(role),
                new EnvelopeExtractor(messageExtractor),
                PoisonPill.Instance,
                paths.Coordinator));
        }
    }

    public Task<IActorRef> StartProxyAsync(string typeName, string? role, IMessageExtractor messageExtractor) =>
        Task.FromResult(StartProxy(typeName, role, messageExtractor));

    /// <summary>The region of a type that was started on this node, or its proxy.</summary>
    /// <exception cref="ArgumentException">The type was not started.</exception>
    public IActorRef ShardRegion(string typeName) =>
        _regions.TryGetValue(typeName, out var region) || _proxies.TryGetValue(typeName, out region)
            ? region
            : throw new ArgumentException($"Entity type '{typeName}' was not started on this node.", nameof(typeName));

    /// <exception cref="ArgumentException">No proxy of the type was started.</exception>
    public IActorRef ShardRegionProxy(string typeName) => _proxies.TryGetValue(typeName, out var proxy)
        ? proxy
        : throw new ArgumentException($"No proxy of entity type '{typeName}' was started on this node.", nameof(typeName));

    private void StartCoordinator(ShardingPaths paths, CoordinatorSettings settings)
    {
        switch (settings.Strategy)
        {
            case IActorSystemDependentAllocationStrategy dependent:
                dependent.Start(_system);
                break;
            case IStartableAllocationStrategy startable:
                startable.Start();
                break;
        }

        _guardian.Cell.AttachChild(Props.Of(() => new CoordinatorManager(settings)), paths.ManagerName);
    }

    private IActorRef StartRegion(string name, RegionSettings settings) =>
        _guardian.Cell.AttachChild(Props.Of(() => new ShardRegion(settings)), name);

    // What has not been handed over in time must still end before this node is no member any more.
    private async Task HandOver(IActorRef region, TimeSpan limit)
    {
        try
        {
            await region.GracefulStop(limit, GracefulShutdown.Instance);
        }
        catch (TaskCanceledException)
        {
            _system.Log.Warning("{0} has not handed over all its shards within {1} and is stopped.", region.Path.Name, limit);
            _system.Stop(region);
            await region.WatchAsync();
        }
    }

    private void HandOverAtShutdown(string typeName, IActorRef region)
    {
        var shutdown = CoordinatedShutdown.Get(_system);
        var limit = shutdown.Timeout(CoordinatedShutdown.PhaseClusterShardingShutdownRegion);
        shutdown.AddTask(CoordinatedShutdown.PhaseClusterShardingShutdownRegion, $"region-{typeName}", async () =>
        {
            if (!_cluster.IsTerminated && _cluster.SelfMember.Status is not (MemberStatus.Down or MemberStatus.Removed))
                await HandOver(region, limit * GracefulPart);
            return Done.Instance;
        });
    }
}

public sealed class ClusterShardingExtensionProvider : ExtensionIdProvider<ClusterSharding>
{
    public override ClusterSharding CreateExtension(ExtendedActorSystem system) => new(system);
}

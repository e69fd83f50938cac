using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.DependencyInjection;
using Akka.Hosting;

namespace Akka.Cluster.Hosting;

/// <summary>What of a cluster starts with the actor system of a host and is found by a key.</summary>
public static partial class AkkaClusterHostingExtensions
{
    /// <summary>Starts the region of a type, and registers it under <typeparamref name="TKey"/>.</summary>
    public static AkkaConfigurationBuilder WithShardRegion<TKey>(
        this AkkaConfigurationBuilder builder,
        string typeName,
        Func<string, Props> entityPropsFactory,
        IMessageExtractor messageExtractor,
        ShardOptions shardOptions) =>
        builder.WithShardRegion<TKey>(typeName, (_, _, _) => entityPropsFactory, messageExtractor, shardOptions);

    /// <inheritdoc cref="WithShardRegion{TKey}(AkkaConfigurationBuilder, string, Func{string, Props}, IMessageExtractor, ShardOptions)"/>
    public static AkkaConfigurationBuilder WithShardRegion<TKey>(
        this AkkaConfigurationBuilder builder,
        string typeName,
        Func<ActorSystem, IActorRegistry, IDependencyResolver, Func<string, Props>> entityPropsFactory,
        IMessageExtractor messageExtractor,
        ShardOptions shardOptions)
    {
        builder.AddHocon(ClusterSharding.DefaultConfig(), HoconAddMode.Append);
        return builder.StartActors(async (system, registry, resolver) =>
        {
            var sharding = ClusterSharding.Get(system);
            var settings = shardOptions.Over(ClusterShardingSettings.Create(system));
            var region = await sharding.StartAsync(
                typeName,
                entityPropsFactory(system, registry, resolver),
                settings,
                messageExtractor,
                sharding.DefaultShardAllocationStrategy(settings),
                shardOptions.HandOffStopMessage ?? PoisonPill.Instance);
            registry.Register<TKey>(region);
        });
    }

    /// <summary>Starts a proxy of a type's regions, and registers it under <typeparamref name="TKey"/>.</summary>
    /// <param name="roleName">Of the members that host.</param>
    public static AkkaConfigurationBuilder WithShardRegionProxy<TKey>(
        this AkkaConfigurationBuilder builder, string typeName, string roleName, IMessageExtractor messageExtractor) =>
        builder.WithActors(async (system, registry) =>
            registry.Register<TKey>(await ClusterSharding.Get(system).StartProxyAsync(typeName, roleName, messageExtractor)));
}

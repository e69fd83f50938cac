using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Cluster.Tools.Singleton;
using Akka.DependencyInjection;
using Akka.Hosting;

namespace Akka.Cluster.Hosting;

public static partial class AkkaClusterHostingExtensions
{
    /// <summary>Starts the mediator, and registers it under <see cref="DistributedPubSub"/>.</summary>
    /// <param name="role">Only members with it take part; empty: all.</param>
    public static AkkaConfigurationBuilder WithDistributedPubSub(this AkkaConfigurationBuilder builder, string role)
    {
        builder.AddHocon(DistributedPubSub.DefaultConfig(), HoconAddMode.Append);
        if (!string.IsNullOrEmpty(role))
            builder.AddHocon($"akka.cluster.pub-sub.role = \"{role}\"", HoconAddMode.Prepend);
        return builder.WithActors((system, registry) => registry.Register<DistributedPubSub>(DistributedPubSub.Get(system).Mediator));
    }

    /// <summary>Starts the manager of a singleton at <c>/user/singletonName</c>.</summary>
    /// <param name="createProxyToo">Starts a proxy, too, and registers it under <typeparamref name="TKey"/>.</param>
    public static AkkaConfigurationBuilder WithSingleton<TKey>(
        this AkkaConfigurationBuilder builder,
        string singletonName,
        Props actorProps,
        ClusterSingletonOptions? options = null,
        bool createProxyToo = true) =>
        builder.WithSingleton<TKey>(singletonName, (_, _, _) => actorProps, options, createProxyToo);

    /// <summary>Starts the manager of a singleton at <c>/user/singletonName</c>.</summary>
    /// <param name="createProxyToo">Starts a proxy, too, and registers it under <typeparamref name="TKey"/>.</param>
    public static AkkaConfigurationBuilder WithSingleton<TKey>(
        this AkkaConfigurationBuilder builder,
        string singletonName,
        Func<ActorSystem, IActorRegistry, IDependencyResolver, Props> propsFactory,
        ClusterSingletonOptions? options = null,
        bool createProxyToo = true) =>
        builder.WithActors((system, registry, resolver) =>
        {
            var settings = ClusterSingletonManagerSettings.Create(system).WithSingletonName(singletonName);
            if (!string.IsNullOrEmpty(options?.Role))
                settings = settings.WithRole(options.Role);
            var props = propsFactory(system, registry, resolver);
            var end = options?.TerminationMessage ?? PoisonPill.Instance;
            system.ActorOf(ClusterSingletonManager.Props(props, end, settings), singletonName);
            if (createProxyToo)
                StartProxy<TKey>(system, registry, singletonName, $"/user/{singletonName}", options);
        });

    /// <summary>Starts a proxy of a singleton, and registers it under <typeparamref name="TKey"/>.</summary>
    /// <param name="singletonManagerPath">Null: <c>/user/singletonName</c>.</param>
    public static AkkaConfigurationBuilder WithSingletonProxy<TKey>(
        this AkkaConfigurationBuilder builder,
        string singletonName,
        ClusterSingletonOptions? options = null,
        string? singletonManagerPath = null) =>
        builder.WithActors((system, registry) =>
            StartProxy<TKey>(system, registry, singletonName, singletonManagerPath ?? $"/user/{singletonName}", options));

    private static void StartProxy<TKey>(
        ActorSystem system, IActorRegistry registry, string singletonName, string managerPath, ClusterSingletonOptions? options)
    {
        var settings = ClusterSingletonProxySettings.Create(system).WithSingletonName(singletonName);
        if (!string.IsNullOrEmpty(options?.Role))
            settings = settings.WithRole(options.Role);
        if (options?.BufferSize is { } size)
            settings = settings.WithBufferSize(size);
        registry.Register<TKey>(system.ActorOf(ClusterSingletonProxy.Props(managerPath, settings), $"{singletonName}-proxy"));
    }
}

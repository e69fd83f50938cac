using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.DependencyInjection;
using Akka.Hosting.Logging;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Akka.Hosting;

/// <summary>Where a configuration stands among those added before it. <see cref="Replace"/> acts as <see cref="Prepend"/>.</summary>
public enum HoconAddMode
{
    Append,
    Prepend,
    Replace,
}

public delegate Task ActorStarter(ActorSystem system, IActorRegistry registry);

public delegate Task ActorStarterWithResolver(ActorSystem system, IActorRegistry registry, IDependencyResolver resolver);

public delegate Task StartupTask(ActorSystem system, IActorRegistry registry);

/// <summary>Collects configuration, setups and starters of the one actor system of a host.</summary>
public sealed class AkkaConfigurationBuilder
{
    private readonly string _systemName;
    private readonly List<Setup> _setups = [];
    private readonly List<ActorStarter> _starters = [];
    private readonly List<StartupTask> _startupTasks = [];
    private bool _started;

    public AkkaConfigurationBuilder(IServiceCollection serviceCollection, string actorSystemName)
    {
        _systemName = actorSystemName;
        serviceCollection.AddSingleton(CreateSystem);
        serviceCollection.AddSingleton(services => ActorRegistry.For(services.GetRequiredService<ActorSystem>()));
        serviceCollection.AddSingleton<IActorRegistry>(services => services.GetRequiredService<ActorRegistry>());
        serviceCollection.AddSingleton<IReadOnlyActorRegistry>(services => services.GetRequiredService<ActorRegistry>());
        serviceCollection.AddSingleton(typeof(IRequiredActor<>), typeof(RequiredActor<>));
    }

    internal Config Hocon { get; private set; } = Config.Empty;

    public AkkaConfigurationBuilder StartActors(Action<ActorSystem, IActorRegistry> starter) =>
        StartActors((system, registry) => Completed(() => starter(system, registry)));

    public AkkaConfigurationBuilder StartActors(Action<ActorSystem, IActorRegistry, IDependencyResolver> starter) =>
        StartActors((system, registry) => Completed(() => starter(system, registry, DependencyResolver.For(system).Resolver)));

    public AkkaConfigurationBuilder StartActors(ActorStarterWithResolver starter) =>
        StartActors((system, registry) => starter(system, registry, DependencyResolver.For(system).Resolver));

    public AkkaConfigurationBuilder StartActors(ActorStarter starter)
    {
        _starters.Add(starter);
        return this;
    }

    public AkkaConfigurationBuilder AddStartup(Action<ActorSystem, IActorRegistry> startupTask) =>
        AddStartup((system, registry) => Completed(() => startupTask(system, registry)));

    public AkkaConfigurationBuilder AddStartup(StartupTask startupTask)
    {
        _startupTasks.Add(startupTask);
        return this;
    }

    internal AkkaConfigurationBuilder AddConfig(Config config, HoconAddMode mode)
    {
        ArgumentNullException.ThrowIfNull(config);
        Hocon = mode switch
        {
            HoconAddMode.Append => Hocon.WithFallback(config),
            HoconAddMode.Prepend or HoconAddMode.Replace => config.WithFallback(Hocon),
            _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "Allowed: Append, Prepend, Replace."),
        };
        return this;
    }

    internal AkkaConfigurationBuilder AddSetupPart(Setup setup)
    {
        if (setup is BootstrapSetup { Config.HasValue: true } bootstrap)
            return AddConfig(bootstrap.Config.Value, HoconAddMode.Prepend);
        _setups.Add(setup);
        return this;
    }

    internal async Task StartAsync(ActorSystem system)
    {
        if (_started)
            return;
        _started = true;
        var registry = ActorRegistry.For(system);
        foreach (var starter in _starters)
            await starter(system, registry);
        foreach (var task in _startupTasks)
            await task(system, registry);
    }

    // The builder itself is resolved first: that runs the caller's configuration with this provider.
    private static ActorSystem CreateSystem(IServiceProvider services)
    {
        var builder = services.GetRequiredService<AkkaConfigurationBuilder>();
        var setup = BootstrapSetup.Create().WithConfig(builder.Hocon).And(DependencyResolverSetup.Create(services));
        if (!builder._setups.OfType<LoggerFactorySetup>().Any() && services.GetService<ILoggerFactory>() is { } loggers)
            setup = setup.And(new LoggerFactorySetup(loggers));
        foreach (var part in builder._setups)
            setup = setup.And(part);
        return ActorSystem.Create(builder._systemName, setup);
    }

    private static Task Completed(Action action)
    {
        action();
        return Task.CompletedTask;
    }
}

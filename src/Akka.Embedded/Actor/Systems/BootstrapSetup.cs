using Akka.Configuration;
using Akka.Util;

namespace Akka.Actor;

/// <summary>Configuration and provider of a system that is created.</summary>
public sealed class BootstrapSetup : Setup.Setup
{
    private BootstrapSetup(Option<Config> config, Option<ProviderSelection> actorRefProvider)
    {
        Config = config;
        ActorRefProvider = actorRefProvider;
    }

    public Option<Config> Config { get; }

    /// <summary>Goes before <c>akka.actor.provider</c>.</summary>
    public Option<ProviderSelection> ActorRefProvider { get; }

    public static BootstrapSetup Create() => new(default, default);

    public BootstrapSetup WithActorRefProvider(ProviderSelection name) => new(Config, name);

    public BootstrapSetup WithConfig(Config config) => new(config, ActorRefProvider);

    public BootstrapSetup WithConfigFallback(Config config) =>
        Config.HasValue ? new BootstrapSetup(Config.Value.SafeWithFallback(config), ActorRefProvider) : WithConfig(config);
}

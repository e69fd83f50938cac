using Akka.Actor.Setup;
using Akka.Configuration;

namespace Akka.Actor;

/// <summary>What of a system's configuration the core reads.</summary>
public class Settings
{
    private readonly Config _userConfig;
    private Config _fallback = ConfigurationFactory.Default();

    public Settings(ActorSystem system, Config config) : this(system, config, ActorSystemSetup.Empty)
    {
    }

    public Settings(ActorSystem system, Config config, ActorSystemSetup setup)
    {
        System = system;
        Setup = setup;
        _userConfig = config;
        Config = config.SafeWithFallback(_fallback);
        var selected = setup.Get<BootstrapSetup>().FlatSelect(b => b.ActorRefProvider);
        ProviderSelectionType = selected.HasValue ? selected.Value : ProviderSelection.Of(Required("akka.actor.provider"));
        AskTimeout = Config.GetTimeSpan("akka.actor.ask-timeout", Timeout.InfiniteTimeSpan);
        LogLevel = Required("akka.loglevel");
        StdoutLogLevel = Required("akka.stdout-loglevel");
        Loggers = Config.GetStringList("akka.loggers");
        LogDeadLetters = Config.GetString("akka.log-dead-letters") switch
        {
            "on" or "true" => int.MaxValue,
            "off" or "false" => 0,
            _ => Config.GetInt("akka.log-dead-letters"),
        };
        LogDeadLettersDuringShutdown = Config.GetBoolean("akka.log-dead-letters-during-shutdown");
        SupervisorStrategyClass = Required("akka.actor.guardian-supervisor-strategy");
        CoordinatedShutdownTerminateActorSystem = Config.GetBoolean("akka.coordinated-shutdown.terminate-actor-system");
        CoordinatedShutdownRunByActorSystemTerminate = Config.GetBoolean("akka.coordinated-shutdown.run-by-actor-system-terminate");
    }

    public ActorSystem System { get; }

    /// <summary>The user's, over the defaults.</summary>
    public Config Config { get; private set; }

    public ActorSystemSetup Setup { get; }

    public ProviderSelection ProviderSelectionType { get; }

    public string ProviderClass => ProviderSelectionType.TypeName;

    public bool HasCluster => ProviderSelectionType.HasCluster;

    public string SupervisorStrategyClass { get; }

    /// <summary>For asks without a timeout of their own; infinite unless set.</summary>
    public TimeSpan AskTimeout { get; }

    /// <summary>OFF, ERROR, WARNING, INFO or DEBUG.</summary>
    public string LogLevel { get; }

    public string StdoutLogLevel { get; }

    public IList<string> Loggers { get; }

    /// <summary>How many dead letters are logged.</summary>
    public int LogDeadLetters { get; }

    public bool LogDeadLettersDuringShutdown { get; }

    public bool CoordinatedShutdownTerminateActorSystem { get; }

    public bool CoordinatedShutdownRunByActorSystemTerminate { get; }

    /// <summary>Adds defaults that go before the core's own. A module calls it when it starts.</summary>
    public void InjectTopLevelFallback(Config config)
    {
        _fallback = config.SafeWithFallback(_fallback);
        Config = _userConfig.SafeWithFallback(_fallback);
    }

    public override string ToString() => Config.ToString();

    private string Required(string path) => Config.GetString(path) ?? throw new ConfigurationException($"'{path}' is not set.");
}

using System.Collections.Concurrent;
using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Runtime;
using Akka.Persistence.Recovering;

namespace Akka.Persistence;

/// <summary>Starts the journal and snapshot plugins of a system, each once, when they are first needed.</summary>
public class PersistenceExtension : IExtension
{
    private readonly ExtendedActorSystem _system;
    private readonly ConcurrentDictionary<string, Lazy<Plugin>> _plugins = new(StringComparer.Ordinal);
    private readonly Lazy<IActorRef> _permitter;

    public PersistenceExtension(ExtendedActorSystem system)
    {
        _system = system;
        _permitter = new Lazy<IActorRef>(() =>
        {
            var limit = system.Settings.Config.GetInt("akka.persistence.max-concurrent-recoveries");
            return system.SystemActorOf(Props.Of(() => new RecoveryPermitter(limit)), "recoveryPermitter");
        });
    }

    internal IActorRef RecoveryPermitter => _permitter.Value;

    internal TimeProvider Time => ((ActorSystemImpl)_system).Runtime.Time;

    /// <param name="journalPluginId">The path of the plugin's section; empty for the default one.</param>
    /// <exception cref="ArgumentException">There is no such section, or its class does not fit.</exception>
    public IActorRef JournalFor(string? journalPluginId) => JournalPlugin(journalPluginId).Actor;

    /// <inheritdoc cref="JournalFor"/>
    public IActorRef SnapshotStoreFor(string? snapshotPluginId) =>
        PluginAt(snapshotPluginId, "akka.persistence.snapshot-store.plugin", "akka.persistence.snapshot-store-plugin-fallback").Actor;

    internal Config JournalConfigFor(string? journalPluginId) => JournalPlugin(journalPluginId).Config;

    /// <summary>The section of a plugin, by the actor that runs it: its name is the section's path.</summary>
    internal Config ConfigFor(IActorRef plugin) => _plugins.TryGetValue(plugin.Path.Name, out var found)
        ? found.Value.Config
        : throw new ArgumentException($"{plugin} is no persistence plugin of this system.", nameof(plugin));

    private Plugin JournalPlugin(string? id) => PluginAt(id, "akka.persistence.journal.plugin", "akka.persistence.journal-plugin-fallback");

    private Plugin PluginAt(string? id, string defaultKey, string fallbackPath)
    {
        var path = string.IsNullOrEmpty(id) ? _system.Settings.Config.GetString(defaultKey) : id;
        if (string.IsNullOrEmpty(path))
            throw new ArgumentException($"{defaultKey} is not set.");
        return _plugins.GetOrAdd(path, _ => new Lazy<Plugin>(() => Start(path, fallbackPath))).Value;
    }

    private Plugin Start(string path, string fallbackPath)
    {
        var root = _system.Settings.Config;
        var config = root.GetConfig(path) is { } own
            ? own.WithFallback(root.GetConfig(fallbackPath))
            : throw new ArgumentException($"There is no section '{path}' that configures a persistence plugin.");
        var type = TypeResolver.Resolve(config.GetString("class", ""), $"{path}.class");
        var props = type.GetConstructor([typeof(Config)]) is null ? Props.Create(type) : Props.Create(type, config);

        return new Plugin(config, _system.SystemActorOf(props, path));
    }

    private sealed record Plugin(Config Config, IActorRef Actor);
}

public class Persistence : ExtensionIdProvider<PersistenceExtension>
{
    public static Persistence Instance { get; } = new();

    public static Config DefaultConfig() => ConfigurationFactory.FromResource<Persistence>("Akka.Persistence.reference.conf");

    public override PersistenceExtension CreateExtension(ExtendedActorSystem system) => new(system);
}

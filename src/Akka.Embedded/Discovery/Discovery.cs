using System.Collections.Concurrent;
using System.Reflection;
using Akka.Actor;
using Akka.Configuration;
using Akka.Embedded.Runtime;

namespace Akka.Discovery;

/// <summary>Loads the discovery methods that are configured under <c>akka.discovery.&lt;method&gt;.class</c>.</summary>
public class Discovery : IExtension
{
    private readonly ExtendedActorSystem _system;
    private readonly ConcurrentDictionary<string, Lazy<ServiceDiscovery>> _methods = new(StringComparer.Ordinal);

    public Discovery(ExtendedActorSystem system) => _system = system;

    /// <summary>The method named by <c>akka.discovery.method</c>.</summary>
    /// <exception cref="ArgumentException">The key is missing, or its method cannot be loaded.</exception>
    public ServiceDiscovery Default
    {
        get
        {
            var method = _system.Settings.Config.GetString("akka.discovery.method");
            return string.IsNullOrWhiteSpace(method)
                ? throw new ArgumentException("akka.discovery.method is not set: give it the name of a section under akka.discovery.")
                : LoadServiceDiscovery(method);
        }
    }

    public static Discovery Get(ActorSystem system) => system.WithExtension<Discovery, DiscoveryProvider>();

    /// <summary>The one instance of a method in this system.</summary>
    public ServiceDiscovery LoadServiceDiscovery(string method) =>
        _methods.GetOrAdd(method, name => new Lazy<ServiceDiscovery>(() => Create(name))).Value;

    private ServiceDiscovery Create(string method)
    {
        var path = $"akka.discovery.{method}";
        var root = _system.Settings.Config;
        if (!root.HasPath($"{path}.class"))
            throw new ArgumentException($"Discovery method '{method}' is unknown: {path}.class is not set.", nameof(method));

        var config = root.GetConfig(path);
        var className = config.GetString("class") ?? "";
        var type = TypeResolver.TryResolve(className);
        if (type is null || !typeof(ServiceDiscovery).IsAssignableFrom(type))
        {
            throw new ArgumentException(
                $"{path}.class is '{className}', which is no type that extends {typeof(ServiceDiscovery)}.", nameof(method));
        }

        return Construct(type, config)
            ?? throw new ArgumentException(
                $"{path}.class is '{className}', which has no public constructor with (ExtendedActorSystem, Config), "
                + "(ExtendedActorSystem) or ().",
                nameof(method));
    }

    private ServiceDiscovery? Construct(Type type, Config config)
    {
        object[][] choices = [[_system, config], [_system], []];
        Type[][] signatures = [[typeof(ExtendedActorSystem), typeof(Config)], [typeof(ExtendedActorSystem)], []];
        for (var i = 0; i < choices.Length; i++)
        {
            if (type.GetConstructor(BindingFlags.Instance | BindingFlags.Public, signatures[i]) is { } constructor)
                return (ServiceDiscovery)constructor.Invoke(BindingFlags.DoNotWrapExceptions, null, choices[i], null);
        }

        return null;
    }
}

public class DiscoveryProvider : ExtensionIdProvider<Discovery>
{
    public override Discovery CreateExtension(ExtendedActorSystem system) => new(system);
}

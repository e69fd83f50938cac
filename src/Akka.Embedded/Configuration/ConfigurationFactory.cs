using System.Collections.Concurrent;
using System.Reflection;
using Akka.Configuration.Hocon;

namespace Akka.Configuration;

/// <summary>Makes configurations.</summary>
public class ConfigurationFactory
{
    private static readonly Lazy<Config> Reference = new(ReadDefaults);

    // A resource never changes, and every actor system of a process asks for the same few.
    private static readonly ConcurrentDictionary<(Assembly Assembly, string Name), Config> Resources = new();

    public static Config Empty => Config.Empty;

    /// <exception cref="ConfigurationException">Names the line and what is wrong there.</exception>
    public static Config ParseString(string hocon) => new(HoconResolver.Resolve(HoconParser.Parse(hocon)));

    /// <summary>What the process configures outside of code: nothing in this runtime.</summary>
    public static Config Load() => Empty;

    /// <summary>The defaults of the core and of all modules, so that every node knows the serializers of each from the start.</summary>
    public static Config Default() => Reference.Value;

    public static Config FromResource<TAssembly>(string resourceName) => FromResource(resourceName, typeof(TAssembly).Assembly);

    public static Config FromResource(string resourceName, object instanceInAssembly) =>
        FromResource(resourceName, (instanceInAssembly as Type ?? instanceInAssembly.GetType()).Assembly);

    /// <exception cref="ConfigurationException">There is no such resource.</exception>
    public static Config FromResource(string resourceName, Assembly assembly) =>
        Resources.GetOrAdd((assembly, resourceName), static resource => Read(resource.Assembly, resource.Name));

    private static Config Read(Assembly assembly, string resourceName)
    {
        using var stream = assembly.GetManifestResourceStream(resourceName) ?? throw new ConfigurationException(
            $"{assembly.GetName().Name} has no resource '{resourceName}', only {string.Join(' ', assembly.GetManifestResourceNames())}.");
        using var reader = new StreamReader(stream);
        return ParseString(reader.ReadToEnd());
    }

    private static Config ReadDefaults()
    {
        var assembly = typeof(ConfigurationFactory).Assembly;
        return assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".reference.conf", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Aggregate(Empty, (defaults, name) => defaults.WithFallback(FromResource(name, assembly)));
    }
}

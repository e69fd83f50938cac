using System.Collections.Immutable;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>The built-in HOCON files; every profile is laid over <c>node</c>.</summary>
internal static class AkkaProfile
{
    private const string Base = "node";
    private const string Prefix = "hocon/";
    private const string Suffix = ".conf";

    public static readonly ImmutableArray<string> Names =
    [
        .. typeof(AkkaProfile).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal))
            .Select(name => name[Prefix.Length..^Suffix.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What the actor system of these options is told, before the generation's own port and addresses.</summary>
    public static Config Load(NetworkOptions options)
    {
        var profile = Read(Base);
        if (options.Profile != Base) profile = Read(options.Profile).WithFallback(profile);
        if (options.Hocon.Length > 0) profile = ConfigurationFactory.ParseString(options.Hocon).WithFallback(profile);
        // Serializers of a module are unknown until it starts; a node may be sent its messages before.
        return profile.WithFallback(ClusterSharding.DefaultConfig()).WithFallback(ClusterSingletonManager.DefaultConfig());
    }

    private static Config Read(string profile)
    {
        using var stream = typeof(AkkaProfile).Assembly.GetManifestResourceStream(Prefix + profile + Suffix)
            ?? throw new ArgumentException($"profile '{profile}' is unknown; known are {string.Join(", ", Names)}.", nameof(profile));
        using var reader = new StreamReader(stream);
        return ConfigurationFactory.ParseString(reader.ReadToEnd());
    }
}

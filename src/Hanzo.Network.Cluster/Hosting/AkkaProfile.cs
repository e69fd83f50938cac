using System.Collections.Concurrent;
using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;
using Akka.DistributedData;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>What the actor system of a node is told, before the generation's own port and addresses.</summary>
internal static class AkkaProfile
{
    // A process starts one actor system after the other, all by the same profile.
    private static readonly ConcurrentDictionary<string, Config> Profiles = new(StringComparer.Ordinal);

    public static Config Load(NetworkOptions options)
    {
        var profile = Profiles.GetOrAdd(options.Profile, Read);
        return options.Hocon.Length > 0 ? ConfigurationFactory.ParseString(options.Hocon).WithFallback(profile) : profile;
    }

    private static Config Read(string name)
    {
        var profile = Parse(HoconProfiles.Base);
        if (name != HoconProfiles.Base) profile = Parse(name).WithFallback(profile);
        // Serializers of a module are unknown until it starts; a node may be sent its messages before.
        return profile.WithFallback(ClusterSharding.DefaultConfig())
            .WithFallback(ClusterSingletonManager.DefaultConfig())
            .WithFallback(DistributedData.DefaultConfig());
    }

    private static Config Parse(string profile) => ConfigurationFactory.ParseString(HoconProfiles.Read(profile));
}

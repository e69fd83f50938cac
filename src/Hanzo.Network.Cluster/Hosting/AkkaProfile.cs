using Akka.Cluster.Sharding;
using Akka.Cluster.Tools.Singleton;
using Akka.Configuration;

namespace Hanzo.Network.Cluster.Hosting;

/// <summary>What the actor system of a node is told, before the generation's own port and addresses.</summary>
internal static class AkkaProfile
{
    public static Config Load(NetworkOptions options)
    {
        var profile = Parse(HoconProfiles.Base);
        if (options.Profile != HoconProfiles.Base) profile = Parse(options.Profile).WithFallback(profile);
        if (options.Hocon.Length > 0) profile = ConfigurationFactory.ParseString(options.Hocon).WithFallback(profile);
        // Serializers of a module are unknown until it starts; a node may be sent its messages before.
        return profile.WithFallback(ClusterSharding.DefaultConfig()).WithFallback(ClusterSingletonManager.DefaultConfig());
    }

    private static Config Parse(string profile) => ConfigurationFactory.ParseString(HoconProfiles.Read(profile));
}

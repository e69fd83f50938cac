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

    /// <summary>
    /// How many values Akka.NET's replicator tells in one message. By its own default (500) a newcomer is sent all of shared state at
    /// once, and again at every tick until it has read it: heartbeats wait behind that, and on a busy machine the newcomer is downed for
    /// its silence and begins anew, for ever. So many values of full size are also sure to fit into a frame. The embedded replicator
    /// bounds the bytes of a message, and takes this for the digests of a tick.
    /// </summary>
    private static readonly Config SmallMessages =
        ConfigurationFactory.ParseString("akka.cluster.distributed-data.max-delta-elements = 5");

    public static Config Load(NetworkOptions options)
    {
        var profile = Profiles.GetOrAdd(options.Profile, Read);
        return options.Hocon.Length > 0 ? ConfigurationFactory.ParseString(options.Hocon).WithFallback(profile) : profile;
    }

    private static Config Read(string name)
    {
        var profile = Parse(HoconProfiles.Base);
        if (name != HoconProfiles.Base) profile = Parse(name).WithFallback(profile);
        if (RuntimeName.Current == RuntimeName.NuGet) profile = SmallMessages.WithFallback(profile);
        // Serializers of a module are unknown until it starts; a node may be sent its messages before.
        return profile.WithFallback(ClusterSharding.DefaultConfig())
            .WithFallback(ClusterSingletonManager.DefaultConfig())
            .WithFallback(DistributedData.DefaultConfig());
    }

    private static Config Parse(string profile) => ConfigurationFactory.ParseString(HoconProfiles.Read(profile));
}

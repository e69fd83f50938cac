using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Configuration;
using Akka.DistributedData;
using Hanzo.Network.Benchmarks.Messages;

namespace Hanzo.Network.Benchmarks.Actors;

/// <summary>Actor systems with the default settings of the runtime, but silent and on a free port of loopback.</summary>
internal static class Systems
{
    public const string Name = "bench";

    private const string Silent = """
        akka.loglevel = OFF
        akka.stdout-loglevel = OFF
        akka.log-dead-letters = off
        akka.coordinated-shutdown.run-by-actor-system-terminate = off
        """;

    private const string Loopback = """akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }""";

    public static ActorSystem Local() => ActorSystem.Create(Name, ConfigurationFactory.ParseString(Silent));

    public static ActorSystem Remote() => ActorSystem.Create(Name, Config("akka.actor.provider = remote"));

    public static ActorSystem Cluster(string hocon = "") => ActorSystem.Create(Name, ClusterConfig(hocon));

    /// <param name="hocon">Goes before everything else.</param>
    public static Config ClusterConfig(string hocon = "") =>
        ConfigurationFactory.ParseString(hocon)
            .WithFallback(Config("akka.actor.provider = cluster\nakka.cluster.sharding.state-store-mode = ddata"))
            .WithFallback(ClusterSharding.DefaultConfig())
            .WithFallback(DistributedData.DefaultConfig());

    public static Address AddressOf(ActorSystem system) => ((ExtendedActorSystem)system).Provider.DefaultAddress;

    private static Config Config(string provider) =>
        ConfigurationFactory.ParseString(string.Join('\n', Silent, Loopback, BenchmarkSerializer.Hocon, provider));
}

using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Cluster;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Benchmarks.Actors;

/// <summary>The settings under which a lost node is replaced.</summary>
internal static class OwnerSystems
{
    /// <summary>Those of the runtime.</summary>
    public const string Default = "default";

    /// <summary>Those of the runtime, but short: for tests that all works.</summary>
    public const string Brief = "brief";

    /// <summary>Those of the application, and its downing provider.</summary>
    public const string Application = "application";

    private const string Short = """
        akka.remote.retry-gate-closed-for = 200 ms
        akka.cluster {
          gossip-interval = 200 ms
          leader-actions-interval = 200 ms
          periodic-tasks-initial-delay = 100 ms
          unreachable-nodes-reaper-interval = 200 ms
          failure-detector { heartbeat-interval = 200 ms, acceptable-heartbeat-pause = 1 s, expected-response-after = 200 ms }
          split-brain-resolver.stable-after = 1 s
          distributed-data.gossip-interval = 200 ms
          sharding { retry-interval = 200 ms, waiting-for-state-timeout = 500 ms, updating-state-timeout = 500 ms }
          sharding.distributed-data.gossip-interval = 200 ms
        }
        """;

    public static ActorSystem Create(string settings) => settings switch
    {
        Default => Systems.Cluster(),
        Brief => Systems.Cluster(Short),
        Application => CreateApplication(),
        _ => throw new ArgumentException($"settings '{settings}' are unknown; known are {Default}, {Brief}, {Application}."),
    };

    private static ActorSystem CreateApplication()
    {
        var config = ConfigurationFactory.ParseString(BenchmarkSerializer.Hocon).WithFallback(AkkaProfile.Load(new NetworkOptions()));
        var time = TimeProvider.System;
        var joining = new JoiningSetup(
            new JoiningOptions { UdpDiscovery = false },
            new UdpDatagramsFactory(time),
            new TcpDialer(time),
            time,
            new Board<JoinStatus>(JoinStatus.Initial));
        return ActorSystem.Create(Systems.Name, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), joining));
    }
}

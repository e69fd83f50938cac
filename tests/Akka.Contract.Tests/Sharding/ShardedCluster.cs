using Akka.Actor;
using Akka.Cluster.Sharding;
using Akka.Configuration;

namespace Akka.Contract.Tests.Sharding;

/// <summary>Some nodes of one cluster in this process, on loopback.</summary>
internal sealed class ShardedCluster : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private readonly List<ActorSystem> _nodes = [];
    private readonly string _config;

    private ShardedCluster(string config) => _config = config;

    public IReadOnlyList<ActorSystem> Nodes => _nodes;

    public ActorSystem this[int index] => _nodes[index];

    public static async Task<ShardedCluster> Start(int nodes, string config = "")
    {
        var cluster = new ShardedCluster(config);
        for (var i = 0; i < nodes; i++)
            await cluster.AddNode();
        return cluster;
    }

    public async Task<ActorSystem> AddNode(string roles = "")
    {
        var system = ActorSystem.Create("sharded", Config(roles));
        _nodes.Add(system);
        using var patience = new CancellationTokenSource(Patience);
        await Akka.Cluster.Cluster.Get(system).JoinAsync(Akka.Cluster.Cluster.Get(_nodes[0]).SelfAddress, patience.Token);
        return system;
    }

    /// <summary>Ends a node without a good-bye and lets the others know that it is dead.</summary>
    public async Task Kill(ActorSystem node)
    {
        var address = Akka.Cluster.Cluster.Get(node).SelfAddress;
        _nodes.Remove(node);
        await node.Terminate().WaitAsync(Patience);
        Akka.Cluster.Cluster.Get(_nodes[0]).Down(address);
    }

    public async Task Leave(ActorSystem node)
    {
        _nodes.Remove(node);
        await CoordinatedShutdown.Get(node).Run(CoordinatedShutdown.ClusterLeavingReason.Instance).WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in Enumerable.Reverse(_nodes))
            await node.Terminate().WaitAsync(Patience);
    }

    private Config Config(string roles) => ConfigurationFactory.ParseString($$"""
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor {
            provider = cluster
            serializers.entity = "{{typeof(EntitySerializer).FullName}}, {{typeof(EntitySerializer).Assembly.GetName().Name}}"
            serialization-bindings {
              "{{typeof(To).FullName}}, {{typeof(To).Assembly.GetName().Name}}" = entity
              "{{typeof(Whereabouts).FullName}}, {{typeof(To).Assembly.GetName().Name}}" = entity
            }
          }
          remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
          coordinated-shutdown.run-by-actor-system-terminate = off
          cluster {
            roles = [{{roles}}]
            downing-provider-class = ""
            gossip-interval = 100ms
            leader-actions-interval = 100ms
            periodic-tasks-initial-delay = 50ms
            retry-unsuccessful-join-after = 500ms
            distributed-data.gossip-interval = 100ms
            sharding {
              state-store-mode = ddata
              retry-interval = 200ms
              rebalance-interval = 300ms
              waiting-for-state-timeout = 500ms
              updating-state-timeout = 4s
              handoff-timeout = 10s
              # Never within a test: Akka.NET 1.5.30 as built for .NET 8 fails to hand changes round among four nodes or more, and each
              # failure empties its replicator. The coordinator writes to all nodes and reads from a majority without that.
              distributed-data.gossip-interval = 600s
              least-shard-allocation-strategy { rebalance-absolute-limit = 20, rebalance-relative-limit = 1.0 }
            }
          }
        }
        {{_config}}
        """).WithFallback(ClusterSharding.DefaultConfig());
}

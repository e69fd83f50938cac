using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Cluster;

/// <summary>Some nodes of one cluster in this process, on loopback, with short intervals.</summary>
public sealed class ClusterNodes : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly List<ActorSystem> _systems = [];

    public Akka.Cluster.Cluster this[int index] => Akka.Cluster.Cluster.Get(_systems[index]);

    public IEnumerable<Akka.Cluster.Cluster> All => _systems.Select(Akka.Cluster.Cluster.Get);

    /// <summary>A node that is in no cluster yet.</summary>
    public Akka.Cluster.Cluster Start(string config = "")
    {
        var system = ActorSystem.Create("cluster", ConfigurationFactory.ParseString(config).WithFallback(Settings()));
        _systems.Add(system);
        return Akka.Cluster.Cluster.Get(system);
    }

    /// <summary>Nodes that are Up, all of which have heard so.</summary>
    public static async Task<ClusterNodes> Formed(int count, string config = "")
    {
        var nodes = new ClusterNodes();
        for (var i = 0; i < count; i++)
            await nodes.Start(config).JoinAsync(nodes[0].SelfAddress, Timely());
        await nodes.AllSee(count);
        return nodes;
    }

    public static CancellationToken Timely() => new CancellationTokenSource(Patience, TimeProvider.System).Token;

    public Task AllSee(int count) => Eventually.Is(() => All.All(c => c.UpMembers() == count), $"all see {count} members Up");

    /// <summary>Ends a node without a good-bye.</summary>
    public async Task Kill(Akka.Cluster.Cluster node)
    {
        _systems.Remove(node.System);
        await node.System.Terminate().WaitAsync(Patience);
    }

    /// <summary>Ends a node in good order.</summary>
    public async Task Leave(Akka.Cluster.Cluster node)
    {
        _systems.Remove(node.System);
        await CoordinatedShutdown.Get(node.System).Run(CoordinatedShutdown.ClusterLeavingReason.Instance).WaitAsync(Patience);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var system in Enumerable.Reverse(_systems))
            await system.Terminate().WaitAsync(Patience);
    }

    private static Config Settings() => ConfigurationFactory.ParseString("""
        akka {
          loglevel = OFF
          stdout-loglevel = OFF
          actor.provider = cluster
          remote {
            dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            retry-gate-closed-for = 200ms
          }
          coordinated-shutdown.run-by-actor-system-terminate = off
          cluster {
            downing-provider-class = ""
            seed-node-timeout = 2s
            gossip-interval = 100ms
            leader-actions-interval = 100ms
            unreachable-nodes-reaper-interval = 100ms
            periodic-tasks-initial-delay = 50ms
            retry-unsuccessful-join-after = 500ms
            failure-detector {
              heartbeat-interval = 200ms
              acceptable-heartbeat-pause = 1500ms
              expected-response-after = 200ms
            }
          }
        }
        """);
}

internal static class ClusterExtensions
{
    public static int UpMembers(this Akka.Cluster.Cluster node) => node.State.Members.Count(m => m.Status == MemberStatus.Up);

    public static bool Sees(this Akka.Cluster.Cluster node, Address address, MemberStatus status) =>
        node.State.Members.Any(m => m.Address.Equals(address) && m.Status == status);

    public static bool Knows(this Akka.Cluster.Cluster node, Address address) => node.State.Members.Any(m => m.Address.Equals(address));
}

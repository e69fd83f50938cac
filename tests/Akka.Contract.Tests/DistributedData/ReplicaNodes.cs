using Akka.Actor;
using Akka.Cluster;
using Akka.Configuration;
using Akka.Contract.Tests.Cluster;
using Akka.Contract.Tests.Support;
using Akka.DistributedData;

namespace Akka.Contract.Tests.DistributedData;

/// <summary>Some nodes of one cluster in this process, on loopback, each with a replicator.</summary>
internal sealed class ReplicaNodes : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ClusterNodes _nodes;
    private readonly string _config;

    private ReplicaNodes(ClusterNodes nodes, string config) => (_nodes, _config) = (nodes, config);

    public Replica this[int index] => new(_nodes[index]);

    public IEnumerable<Replica> All => _nodes.All.Select(node => new Replica(node));

    /// <summary>Nodes that are Up and hold replicas of each other's data.</summary>
    public static async Task<ReplicaNodes> Formed(int count, string config = "")
    {
        var full = config + """

            akka.cluster.distributed-data { gossip-interval = 200ms, notify-subscribers-interval = 50ms }
            """;
        var replicas = new ReplicaNodes(await ClusterNodes.Formed(count, WithDefaults(full)), WithDefaults(full));
        await replicas.AllCount(count);
        return replicas;
    }

    public async Task<Replica> Add(string config = "")
    {
        var node = _nodes.Start(_config + "\n" + config);
        await node.JoinAsync(_nodes[0].SelfAddress, ClusterNodes.Timely());
        return new Replica(node);
    }

    public Task AllCount(int count) => Eventually.Is(() => All.All(r => r.CountReplicas() == count), $"each counts {count} replicas");

    /// <summary>Ends a node without a good-bye; the others are not told.</summary>
    public Task Kill(Replica replica) => _nodes.Kill(replica.Node);

    public ValueTask DisposeAsync() => _nodes.DisposeAsync();

    private static string WithDefaults(string config) =>
        ConfigurationFactory.ParseString(config).WithFallback(Akka.DistributedData.DistributedData.DefaultConfig()).ToString();
}

/// <summary>The replicator of one node and short forms of what it is asked.</summary>
internal sealed class Replica(Akka.Cluster.Cluster node)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(5);

    public Akka.Cluster.Cluster Node => node;

    public ActorSystem System => node.System;

    public Akka.DistributedData.DistributedData Extension => Akka.DistributedData.DistributedData.Get(node.System);

    public IActorRef Replicator => Extension.Replicator;

    public static WriteMajority Majority => new(Timeout);

    public static WriteAll Everywhere => new(Timeout);

    public static ReadMajority FromMajority => new(Timeout);

    public static ReadAll FromAll => new(Timeout);

    public int CountReplicas() => Replicator.Ask<ReplicaCount>(Dsl.GetReplicaCount, ReplicaNodes.Patience).GetAwaiter().GetResult().N;

    public Task<IUpdateResponse> Update<T>(IKey<T> key, T initial, Func<T, T> modify, IWriteConsistency? consistency = null)
        where T : IReplicatedData =>
        Replicator.Ask<IUpdateResponse>(Dsl.Update(key, initial, consistency ?? WriteLocal.Instance, modify), ReplicaNodes.Patience);

    public Task<IGetResponse> Get<T>(IKey<T> key, IReadConsistency? consistency = null, object? request = null)
        where T : IReplicatedData =>
        Replicator.Ask<IGetResponse>(Dsl.Get(key, consistency, request), ReplicaNodes.Patience);

    /// <summary>What this node has; null when it has nothing.</summary>
    public T? Local<T>(IKey<T> key)
        where T : class, IReplicatedData
    {
        var answer = Get(key).GetAwaiter().GetResult();
        return answer.IsSuccessful ? answer.Get(key) : null;
    }

    public async Task Increment(IKey<GCounter> key, ulong by = 1, IWriteConsistency? consistency = null) =>
        (await Update(key, GCounter.Empty, c => c.Increment(node, by), consistency)).IsSuccessful.ShouldBeTrue();

    public ulong Count(IKey<GCounter> key) => (ulong)(Local(key)?.Value ?? 0);

    public async Task Add(IKey<ORSet<string>> key, string element, IWriteConsistency? consistency = null) =>
        (await Update(key, ORSet<string>.Empty, s => s.Add(node, element), consistency)).IsSuccessful.ShouldBeTrue();

    public async Task Remove(IKey<ORSet<string>> key, string element, IWriteConsistency? consistency = null) =>
        (await Update(key, ORSet<string>.Empty, s => s.Remove(node, element), consistency)).IsSuccessful.ShouldBeTrue();

    public string Elements(IKey<ORSet<string>> key) => string.Join(",", (Local(key) ?? ORSet<string>.Empty).Elements.Order());
}

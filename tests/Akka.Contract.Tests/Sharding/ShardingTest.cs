using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.Sharding;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Sharding;

/// <summary>What the tests of sharding share: asking an entity where it is until it answers.</summary>
internal static class ShardingTest
{
    private static readonly TimeSpan Once = TimeSpan.FromSeconds(1);

    public static string AddressOf(ActorSystem node) => Akka.Cluster.Cluster.Get(node).SelfAddress.ToString();

    public static Task<IActorRef> StartRegion(
        ActorSystem node, Witness witness, IActorRef? listener = null, Pins? pins = null, string type = "thing", string? role = null)
    {
        var sharding = ClusterSharding.Get(node);
        var settings = ClusterShardingSettings.Create(node);
        if (role is not null)
            settings = settings.WithRole(role);
        var factory = Entity.Factory(witness, listener);
        return pins is null
            ? sharding.StartAsync(type, factory, settings, new DottedExtractor())
            : sharding.StartAsync(type, factory, settings, new DottedExtractor(), new PinnedStrategy(pins), StopIt.Instance);
    }

    /// <summary>On all nodes, and until the coordinator knows them all: otherwise the first shards go to those that were quick.</summary>
    public static async Task<IReadOnlyList<IActorRef>> StartRegions(
        ShardedCluster cluster, Witness witness, IActorRef? listener = null, Pins? pins = null)
    {
        var regions = new List<IActorRef>();
        foreach (var node in cluster.Nodes)
            regions.Add(await StartRegion(node, witness, listener, pins));
        foreach (var node in cluster.Nodes)
            await Eventually.Is(() => MembersUp(node) == regions.Count, "all members are up");
        foreach (var region in regions)
            await Registered(region, regions.Count);
        return regions;
    }

    /// <summary>Asks once: one that counts what it hears would count a repetition.</summary>
    public static Task<Whereabouts> WhereOnce(IActorRef region, string id) =>
        region.Ask<Whereabouts>(new To(id, "where"), ShardedCluster.Patience);

    /// <summary>Asks again while nobody answers: a message to a shard whose owner just died is lost.</summary>
    public static async Task<Whereabouts> Where(
        IActorRef region, string id, Predicate<Whereabouts>? wanted = null, TimeSpan? once = null, TimeSpan? patience = null)
    {
        using var limit = new CancellationTokenSource(patience ?? ShardedCluster.Patience);
        while (true)
        {
            try
            {
                var found = await region.Ask<Whereabouts>(new To(id, "where"), once ?? Once, limit.Token);
                if (wanted is null || wanted(found))
                    return found;
            }
            catch (AskTimeoutException) when (!limit.IsCancellationRequested)
            {
            }
        }
    }

    private static int MembersUp(ActorSystem node) =>
        Akka.Cluster.Cluster.Get(node).State.Members.Count(member => member.Status == MemberStatus.Up);

    private static async Task Registered(IActorRef region, int regions)
    {
        using var patience = new CancellationTokenSource(ShardedCluster.Patience);
        var question = new GetClusterShardingStats(Once);
        while ((await region.Ask<ClusterShardingStats>(question, ShardedCluster.Patience)).Regions.Count < regions)
            patience.Token.ThrowIfCancellationRequested();
    }
}

using Akka.Actor;
using Akka.Cluster.Sharding;
using static Akka.Contract.Tests.Sharding.ShardingTest;

namespace Akka.Contract.Tests.Sharding;

public sealed class PlacementTests : IAsyncLifetime
{
    private readonly Witness _witness = new();
    private ShardedCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await ShardedCluster.Start(3);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task All_nodes_reach_the_same_entity()
    {
        var regions = await StartRegions(_cluster, _witness);

        for (var i = 0; i < 12; i++)
        {
            var homes = new HashSet<string>();
            foreach (var region in regions)
                homes.Add((await Where(region, $"s{i}.1")).Node);
            homes.Count.ShouldBe(1, $"s{i}");
        }

        _witness.Started.ShouldBe(12);
        _witness.Doubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task By_default_shards_are_spread_over_the_nodes()
    {
        var regions = await StartRegions(_cluster, _witness);

        var homes = new List<string>();
        for (var i = 0; i < 12; i++)
            homes.Add((await Where(regions[0], $"s{i}.1")).Node);

        homes.GroupBy(node => node).Select(node => node.Count()).ShouldBe([4, 4, 4]);
    }

    [Fact]
    public async Task A_strategy_decides_where_a_shard_lives()
    {
        var pins = new Pins(Akka.Cluster.Cluster.Get(_cluster[0]).SelfAddress);
        for (var i = 0; i < 3; i++)
            pins.Pin($"s{i}", Akka.Cluster.Cluster.Get(_cluster[i]).SelfAddress);
        var regions = await StartRegions(_cluster, _witness, pins: pins);

        for (var i = 0; i < 3; i++)
        {
            foreach (var region in regions)
                (await Where(region, $"s{i}.1")).Node.ShouldBe(AddressOf(_cluster[i]));
        }
    }

    [Fact]
    public async Task A_faulted_allocation_is_retried_and_the_message_survives()
    {
        var pins = new Pins(Akka.Cluster.Cluster.Get(_cluster[1]).SelfAddress) { RefusalsLeft = 3 };
        var listener = new Listener(_cluster[0]);
        var regions = await StartRegions(_cluster, _witness, listener.Ref, pins);

        for (var i = 0; i < 5; i++)
            regions[2].Tell(new To("late.1", $"word {i}"));

        (await listener.Next(5)).ShouldBe(["word 0", "word 1", "word 2", "word 3", "word 4"]);
        pins.RefusalsLeft.ShouldBeLessThanOrEqualTo(0);
    }

    [Fact]
    public async Task Only_nodes_of_the_role_host_and_others_are_proxies()
    {
        var worker = await _cluster.AddNode("worker");
        foreach (var node in _cluster.Nodes)
            await StartRegion(node, _witness, role: "worker");

        for (var i = 0; i < 3; i++)
        {
            foreach (var node in _cluster.Nodes)
                (await Where(ClusterSharding.Get(node).ShardRegion("thing"), $"s{i}.1")).Node.ShouldBe(AddressOf(worker));
        }
    }

    [Fact]
    public async Task A_proxy_reaches_entities_without_hosting_any()
    {
        var worker = await _cluster.AddNode("worker");
        await StartRegion(worker, _witness, role: "worker");
        var proxy = await ClusterSharding.Get(_cluster[2]).StartProxyAsync("thing", "worker", new DottedExtractor());

        for (var i = 0; i < 3; i++)
            (await Where(proxy, $"s{i}.1")).Node.ShouldBe(AddressOf(worker));

        ClusterSharding.Get(_cluster[2]).ShardRegionProxy("thing").ShouldBe(proxy);
    }

    [Fact]
    public async Task Any_region_names_the_nodes_that_host()
    {
        var worker = await _cluster.AddNode("worker");
        foreach (var node in _cluster.Nodes.Skip(2))
            await StartRegion(node, _witness, role: node == worker ? "worker" : "none");
        await StartRegion(_cluster[0], _witness, type: "other");
        var proxy = await ClusterSharding.Get(_cluster[1]).StartProxyAsync("thing", "worker", new DottedExtractor());
        await Where(proxy, "oak.1");

        var regions = await proxy.Ask<CurrentRegions>(GetCurrentRegions.Instance, ShardedCluster.Patience);

        regions.Regions.ShouldBe([Akka.Cluster.Cluster.Get(worker).SelfAddress]);
    }

    [Fact]
    public async Task Statistics_count_entities_by_region()
    {
        var pins = new Pins(Akka.Cluster.Cluster.Get(_cluster[1]).SelfAddress);
        var regions = await StartRegions(_cluster, _witness, pins: pins);
        await Where(regions[0], "oak.1");
        await Where(regions[2], "oak.2");

        var stats = await regions[2].Ask<ClusterShardingStats>(
            new GetClusterShardingStats(TimeSpan.FromSeconds(10)), ShardedCluster.Patience);

        stats.Regions.Count.ShouldBe(3);
        stats.Regions[Akka.Cluster.Cluster.Get(_cluster[1]).SelfAddress].Stats["oak"].ShouldBe(2);
    }
}

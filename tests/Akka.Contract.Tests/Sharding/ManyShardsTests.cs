using Akka.Actor;
using Akka.Contract.Tests.Support;
using static Akka.Contract.Tests.Sharding.ShardingTest;

namespace Akka.Contract.Tests.Sharding;

public sealed class ManyShardsTests
{
    [Fact]
    public Task Hundreds_of_shards_on_three_nodes_start_spread_and_survive_one_of_them() => StartSpreadAndSurvive(300);

    [EmbeddedOnly("Akka.NET writes each allocation to all nodes, one after the other: this takes it minutes here")]
    public Task Thousands_of_shards_do_too() => StartSpreadAndSurvive(2000);

    private static async Task StartSpreadAndSurvive(int shards)
    {
        await using var cluster = await ShardedCluster.Start(3);
        var witness = new Witness();
        var regions = await StartRegions(cluster, witness);
        using var patience = new CancellationTokenSource(ShardedCluster.Patience);
        while ((await Homes(regions[0], shards)).Distinct().Count() < 3)
            patience.Token.ThrowIfCancellationRequested();
        var dead = AddressOf(cluster[2]);

        await cluster.Kill(cluster[2]);

        (await Homes(regions[0], shards)).ShouldNotContain(dead);
        witness.Doubles.ShouldBeEmpty();
    }

    private static Task<string[]> Homes(IActorRef region, int shards) =>
        Task.WhenAll(Enumerable.Range(0, shards).Select(async i => (await Where(region, $"s{i}.1")).Node));
}

using Akka.Actor;
using static Akka.Contract.Tests.Sharding.ShardingTest;

namespace Akka.Contract.Tests.Sharding;

public sealed class FailoverTests : IAsyncLifetime
{
    private const int Shards = 12;
    private readonly Witness _witness = new();
    private ShardedCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await ShardedCluster.Start(3);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task The_shards_of_a_dead_node_start_elsewhere_and_the_others_stay()
    {
        var regions = await StartRegions(_cluster, _witness);
        var before = await WhereAll(regions[0]);
        var dead = AddressOf(_cluster[2]);
        before.ShouldContain(dead);

        await _cluster.Kill(_cluster[2]);

        var after = await WhereAll(regions[0]);
        after.ShouldNotContain(dead);
        for (var i = 0; i < Shards; i++)
        {
            if (before[i] != dead)
                after[i].ShouldBe(before[i]);
        }

        _witness.Doubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_coordinator_may_die_and_no_shard_gets_a_second_owner()
    {
        var regions = await StartRegions(_cluster, _witness);
        var before = await WhereAll(regions[1]);
        var dead = AddressOf(_cluster[0]);

        await _cluster.Kill(_cluster[0]);

        var after = await WhereAll(regions[1]);
        (await WhereAll(regions[2])).ShouldBe(after);
        for (var i = 0; i < Shards; i++)
        {
            if (before[i] != dead)
                after[i].ShouldBe(before[i]);
        }

        _witness.Doubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_that_joins_later_gets_its_share()
    {
        var regions = await StartRegions(_cluster, _witness);
        await WhereAll(regions[0]);
        var fourth = await _cluster.AddNode();

        await StartRegion(fourth, _witness);

        using var patience = new CancellationTokenSource(ShardedCluster.Patience);
        while (!(await WhereAll(regions[0])).Contains(AddressOf(fourth)))
            patience.Token.ThrowIfCancellationRequested();

        _witness.Doubles.ShouldBeEmpty();
    }

    private static async Task<List<string>> WhereAll(IActorRef region)
    {
        var homes = new List<string>();
        for (var i = 0; i < Shards; i++)
            homes.Add((await Where(region, $"s{i}.1")).Node);
        return homes;
    }
}

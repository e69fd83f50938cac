using Akka.Actor;
using Akka.Cluster.Sharding;
using static Akka.Contract.Tests.Sharding.ShardingTest;

namespace Akka.Contract.Tests.Sharding;

public sealed class EntityTests : IAsyncLifetime
{
    private readonly Witness _witness = new();
    private ShardedCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await ShardedCluster.Start(1);

    public async Task DisposeAsync() => await _cluster.DisposeAsync();

    [Fact]
    public async Task An_entity_starts_with_its_first_message_under_its_shard()
    {
        var region = await StartRegion(_cluster[0], _witness);
        _witness.Started.ShouldBe(0);

        var found = await Where(region, "oak.1");

        found.ShouldBe(new Whereabouts("oak.1", "oak", AddressOf(_cluster[0]), 1));
        _witness.Started.ShouldBe(1);
        (await WhereOnce(region, "oak.1")).Heard.ShouldBe(2);
        (await WhereOnce(region, "oak.2")).Heard.ShouldBe(1);
    }

    [Fact]
    public async Task The_region_is_found_by_the_name_of_its_type()
    {
        var region = await StartRegion(_cluster[0], _witness);

        ClusterSharding.Get(_cluster[0]).ShardRegion("thing").ShouldBe(region);
        (await StartRegion(_cluster[0], _witness)).ShouldBe(region);
        Should.Throw<Exception>(() => ClusterSharding.Get(_cluster[0]).ShardRegion("nothing"));
    }

    [Fact]
    public async Task An_envelope_reaches_an_entity_with_any_extractor()
    {
        var region = await StartRegion(_cluster[0], _witness);

        var found = await region.Ask<Whereabouts>(new ShardingEnvelope("elm.7", "where"), ShardedCluster.Patience);

        found.Id.ShouldBe("elm.7");
        found.Shard.ShouldBe("elm");
    }

    [Fact]
    public async Task A_message_for_no_entity_starts_none()
    {
        var region = await StartRegion(_cluster[0], _witness);

        region.Tell("for nobody");

        await Where(region, "oak.1");
        _witness.Started.ShouldBe(1);
    }

    [Fact]
    public async Task Ids_that_are_no_good_path_still_work()
    {
        var region = await StartRegion(_cluster[0], _witness);

        (await WhereOnce(region, "an id/with ü?.1")).Heard.ShouldBe(1);
        (await WhereOnce(region, "an id/with ü?.1")).Heard.ShouldBe(2);
    }

    [Fact]
    public async Task A_passivated_entity_starts_again_and_loses_nothing()
    {
        var listener = new Listener(_cluster[0]);
        var region = await StartRegion(_cluster[0], _witness, listener.Ref);
        await Where(region, "oak.1");

        for (var i = 0; i < 50; i++)
        {
            region.Tell(new To("oak.1", $"before {i}"));
            region.Tell(new To("oak.1", "passivate"));
            region.Tell(new To("oak.1", $"after {i}"));
        }

        var heard = (await listener.Next(100 + 1)).Where(word => word is not "stopping").ToList();
        while (heard.Count < 100)
        {
            var word = await listener.Next();
            if (word is not "stopping")
                heard.Add(word);
        }

        heard.ShouldBe(Enumerable.Range(0, 50).SelectMany(i => new object[] { $"before {i}", $"after {i}" }));
        _witness.Doubles.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stopped_entity_starts_again_with_the_next_message()
    {
        var region = await StartRegion(_cluster[0], _witness);
        await Where(region, "oak.1");

        region.Tell(new ShardingEnvelope("oak.1", PoisonPill.Instance));

        (await Where(region, "oak.1", found => found.Heard == 1)).Id.ShouldBe("oak.1");
    }

    [Fact]
    public async Task The_region_tells_what_it_hosts()
    {
        var region = await StartRegion(_cluster[0], _witness);
        await Where(region, "oak.1");
        await Where(region, "oak.2");
        await Where(region, "elm.1");

        var state = await region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, ShardedCluster.Patience);

        state.Failed.ShouldBeEmpty();
        state.Shards.Select(shard => $"{shard.ShardId}: {string.Join(' ', shard.EntityIds.Order())}").Order()
            .ShouldBe(["elm: elm.1", "oak: oak.1 oak.2"]);
    }

    [Fact]
    public void The_hash_extractor_is_stable_and_stays_within_its_shards()
    {
        var extractor = new Hashing();
        var shards = Enumerable.Range(0, 1000).Select(i => extractor.ShardId($"id-{i}")).ToList();

        shards.ShouldBe(Enumerable.Range(0, 1000).Select(i => extractor.ShardId($"id-{i}")));
        shards.Select(int.Parse).ShouldAllBe(shard => shard >= 0 && shard < 7);
        shards.Distinct().Count().ShouldBe(7);
        extractor.EntityMessage("same").ShouldBe("same");
    }

    [Fact]
    public async Task The_region_counts_its_entities()
    {
        var region = await StartRegion(_cluster[0], _witness);
        await Where(region, "oak.1");
        await Where(region, "oak.2");
        await Where(region, "elm.1");

        var stats = await region.Ask<ShardRegionStats>(GetShardRegionStats.Instance, ShardedCluster.Patience);

        stats.Failed.ShouldBeEmpty();
        stats.Stats.Select(shard => $"{shard.Key}: {shard.Value}").Order().ShouldBe(["elm: 1", "oak: 2"]);
    }

    [Fact]
    public async Task An_extractor_made_of_functions_names_the_entity_and_unwraps_the_message()
    {
        var listener = new Listener(_cluster[0]);
        var extractor = HashCodeMessageExtractor.Create(
            5, message => (message as KeyValuePair<string, string>?)?.Key, message => ((KeyValuePair<string, string>)message).Value);
        var region = await ClusterSharding.Get(_cluster[0]).StartAsync(
            "paired", Entity.Factory(_witness, listener.Ref), ClusterShardingSettings.Create(_cluster[0]), extractor);

        region.Tell(KeyValuePair.Create("oak", "hello"));

        (await listener.Next()).ShouldBe("hello");
        extractor.MaxNumberOfShards.ShouldBe(5);
        extractor.EntityId("no pair").ShouldBeNull();
    }

    private sealed class Hashing() : HashCodeMessageExtractor(7)
    {
        public override string EntityId(object message) => (string)message;
    }
}

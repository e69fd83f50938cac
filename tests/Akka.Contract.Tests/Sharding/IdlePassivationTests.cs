using static Akka.Contract.Tests.Sharding.ShardingTest;

namespace Akka.Contract.Tests.Sharding;

public sealed class IdlePassivationTests
{
    [Fact]
    public async Task An_idle_entity_is_stopped_and_comes_back()
    {
        await using var cluster = await ShardedCluster.Start(1, "akka.cluster.sharding.passivate-idle-entity-after = 500ms");
        var witness = new Witness();
        var listener = new Listener(cluster[0]);
        var region = await StartRegion(cluster[0], witness, listener.Ref, new Pins(Akka.Cluster.Cluster.Get(cluster[0]).SelfAddress));
        (await WhereOnce(region, "oak.1")).Heard.ShouldBe(1);

        (await listener.Next()).ShouldBe("stopping");

        (await WhereOnce(region, "oak.1")).Heard.ShouldBe(1);
        witness.Doubles.ShouldBeEmpty();
    }
}

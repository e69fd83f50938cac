using Akka.Actor;
using Akka.DistributedData;
using Hanzo.Network.Cluster.State;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.State;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.State;

public sealed class ReplicatedSizeTests(ITestOutputHelper output)
{
    private const int Restarts = 3;

    [Fact]
    public async Task A_node_that_is_back_adds_nothing_to_what_is_replicated()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");
        var two = await network.StartAsync("two");
        await network.MeetAsync();
        for (var i = 0; i < 20; i++) await one.Network.State.SetAsync(StateKey.Parse($"k{i}"), StateValue.Of(i)).Within(20);
        var before = await BytesAsync(one);
        before.ShouldBeGreaterThan(0);

        for (var i = 0; i < Restarts; i++)
        {
            await two.ClusterHost.RestartAsync(CancellationToken.None).Within(60);
            await network.MeetAsync();
            await Eventually.TrueAsync(async () => await BytesAsync(two) >= before);
        }

        await two.Network.State.SetAsync(StateKey.Parse("k0"), StateValue.Of(0)).Within(20);
        (await BytesAsync(two)).ShouldBeLessThan(before * 5 / 4);
    }

    /// <summary>Of all buckets, as the node's replicator would send them.</summary>
    private static async Task<long> BytesAsync(TestNode node)
    {
        var system = node.Gate.Current!.System;
        var replicator = DistributedData.Get(system).Replicator;
        var sum = 0L;
        for (var bucket = 0; bucket < StateBuckets.Count; bucket++)
        {
            var key = BucketMap.KeyOf(bucket);
            var got = await replicator.Ask<IGetResponse>(Dsl.Get(key, ReadLocal.Instance), TimeSpan.FromSeconds(20));
            if (!got.IsSuccessful) continue;
            var map = got.Get(key);
            sum += system.Serialization.FindSerializerFor(map).ToBinary(map).Length;
        }

        return sum;
    }
}

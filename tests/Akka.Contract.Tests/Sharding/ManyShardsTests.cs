using System.Diagnostics;
using Akka.Actor;
using Xunit.Abstractions;
using static Akka.Contract.Tests.Sharding.ShardingTest;

namespace Akka.Contract.Tests.Sharding;

public sealed class ManyShardsTests(ITestOutputHelper output)
{
    private const int Shards = 2000;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(180);
    private static readonly TimeSpan Once = TimeSpan.FromSeconds(10);

    private static readonly string[] Names = [.. Enumerable.Range(0, Shards).Select(i => $"writer-{i / 16}-{i % 16}")];

    private const string LargeStates = """
        akka {
          remote.dot-netty.tcp { maximum-frame-size = 1 MiB, send-buffer-size = 2 MiB, receive-buffer-size = 2 MiB }
          cluster.sharding {
            retry-interval = 2s
            rebalance-interval = 1s
            waiting-for-state-timeout = 5s
            updating-state-timeout = 5s
            least-shard-allocation-strategy { rebalance-absolute-limit = 2000, rebalance-relative-limit = 1.0 }
          }
        }
        """;

    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly Witness _witness = new();

    [Fact]
    public async Task Two_thousand_shards_on_three_nodes_start_survive_the_coordinators_node_and_spread_to_a_new_one()
    {
        await using var cluster = await ShardedCluster.Start(3, LargeStates);
        var regions = await StartRegions(cluster, _witness);
        Note("ready");
        Counts(await Homes(regions[1])).ShouldBe([666, 667, 667]);
        Note("allocated");
        var dead = AddressOf(cluster[0]);

        await cluster.Kill(cluster[0]);

        var survivors = await Homes(regions[1]);
        Note("failed over");
        survivors.ShouldNotContain(dead);
        var newcomer = await cluster.AddNode();
        await StartRegion(newcomer, _witness);
        using var patience = new CancellationTokenSource(Patience);
        while (!Counts(await Homes(regions[1])).SequenceEqual([666, 667, 667]))
            patience.Token.ThrowIfCancellationRequested();
        Note("rebalanced");
        _witness.Doubles.ShouldBeEmpty();
    }

    private static IEnumerable<int> Counts(IEnumerable<string> homes) => homes.GroupBy(node => node).Select(node => node.Count()).Order();

    private static Task<string[]> Homes(IActorRef region) =>
        Task.WhenAll(Names.Select(async name => (await Where(region, $"{name}.1", once: Once, patience: Patience)).Node));

    private void Note(string what) => output.WriteLine($"{_clock.Elapsed.TotalSeconds:F1} s: {what}");
}

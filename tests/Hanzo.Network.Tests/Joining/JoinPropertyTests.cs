using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

/// <summary>Whatever the order of starts, contacts and answers: exactly one founder, and everyone in its cluster.</summary>
public sealed class JoinPropertyTests
{
    private const int Seeds = 100;

    [Theory]
    [InlineData(2, 0.0, 300)]
    [InlineData(2, 0.2, 300)]
    [InlineData(3, 0.0, 300)]
    [InlineData(3, 0.2, 300)]
    [InlineData(7, 0.2, 30)]
    [InlineData(15, 0.1, 5)]
    public void Nodes_that_hear_each_other_found_one_cluster(int count, double lossOfBeacons, int seeds)
    {
        for (var seed = 0; seed < seeds; seed++)
        {
            var network = new SimulatedNetwork(seed, lossOfBeacons);
            var random = new Random(seed);
            foreach (var port in Ports(count, random))
                network.Start(Nodes.Node($"n{port}", $"127.0.0.1:{port}", age: port), at: random.NextDouble() * Spread(random));
            network.RunUntil(20);
            ShouldBeOne(network, count, $"seed {seed}");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Nodes_with_seeds_only_found_one_cluster(int count)
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var network = new SimulatedNetwork(seed, lossOfBeacons: 1);
            var random = new Random(seed);
            var ports = Ports(count, random);
            NodeAddress[] seeds = [NodeAddress.Parse($"127.0.0.1:{ports[0]}"), NodeAddress.Parse($"127.0.0.1:{ports[1]}")];
            foreach (var port in ports)
                network.Start(Nodes.Node($"n{port}", $"127.0.0.1:{port}", age: port), at: random.NextDouble() * 2, seeds);
            network.RunUntil(25);
            ShouldBeOne(network, count, $"seed {seed}");
        }
    }

    [Fact]
    public void A_lowest_node_that_dies_while_the_others_wait_for_it_does_not_stop_them()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var network = new SimulatedNetwork(seed, lossOfBeacons: 0);
            for (var port = 5681; port <= 5684; port++)
                network.Start(Nodes.Node($"n{port}", $"127.0.0.1:{port}", age: port), at: port == 5681 ? 0.02 : 0);
            network.Stop(NodeAddress.Parse("127.0.0.1:5681"), at: 0.3);
            network.RunUntil(20);
            network.Founders.ShouldBe(["n5682"], $"seed {seed}");
            ShouldBeOne(network, 3, $"seed {seed}");
        }
    }

    [Fact]
    public void Of_several_nodes_with_one_id_one_remains()
    {
        for (var seed = 0; seed < Seeds; seed++)
        {
            var network = new SimulatedNetwork(seed, lossOfBeacons: 0.2);
            var random = new Random(seed);
            foreach (var port in Ports(4, random))
                network.Start(Nodes.Node("same", $"127.0.0.1:{port}", age: port), at: random.NextDouble() * 3);
            network.RunUntil(20);
            var trace = $"seed {seed}\n{string.Join('\n', network.Trace)}";
            network.Nodes.Count(node => node.State.Phase == JoinPhase.Joined).ShouldBe(1, trace);
            network.Nodes.Count(node => node.State.Phase == JoinPhase.Refused).ShouldBe(3, trace);
        }
    }

    private static void ShouldBeOne(SimulatedNetwork network, int count, string why)
    {
        var trace = $"{why}\n{string.Join('\n', network.Trace)}";
        network.Nodes.Count().ShouldBe(count, trace);
        network.Nodes.ShouldAllBe(node => node.State.Phase == JoinPhase.Joined, trace);
        network.Nodes.Select(node => node.Joined!.Id).Distinct().Count().ShouldBe(1, trace);
        network.Founders.Length.ShouldBe(1, trace);
    }

    // Starts at one moment, a little apart, or far apart.
    private static double Spread(Random random) => random.Next(3) switch { 0 => 0.001, 1 => 0.6, _ => 6 };

    private static int[] Ports(int count, Random random)
    {
        var ports = Enumerable.Range(5681, count).ToArray();
        random.Shuffle(ports);
        return ports;
    }
}

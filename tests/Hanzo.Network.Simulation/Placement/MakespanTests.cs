using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Placement;
using Hanzo.Network.Simulation.Nodes;
using Hanzo.Network.Simulation.Tests.Work;
using Hanzo.Network.Simulation.Work;
using Hanzo.Network.Simulation.World;
using Xunit.Abstractions;

namespace Hanzo.Network.Simulation.Tests.Placement;

/// <summary>How soon many runs of unequal length are all done on nodes of unequal speed that take one run at a time.</summary>
public sealed class MakespanTests(ITestOutputHelper output)
{
    private const int Runs = 300;

    /// <summary>
    /// Against the lower bound: no plan is done before all work at full speed, nor before the longest run on the fastest
    /// node.
    /// </summary>
    private const double Allowed = 1.3;

    private static readonly double[] Speeds = [8, 3, 1];
    private static readonly Agent Worker = new() { Name = AgentName.Parse("worker"), Workload = Workload.Heavy };

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Least_loaded_is_done_within_a_third_of_the_best_possible(ulong seed)
    {
        var lengths = Lengths(seed);
        var best = Math.Max(lengths.Sum() / Speeds.Sum(), lengths.Max() / Speeds.Max());

        var ratios = new[] { PlacementStrategy.LeastLoaded, PlacementStrategy.Random, PlacementStrategy.RoundRobin }
            .ToDictionary(strategy => strategy, strategy => Makespan(seed, lengths, strategy) / best);

        foreach (var (strategy, ratio) in ratios)
            output.WriteLine(
                string.Create(CultureInfo.InvariantCulture, $"seed {seed}: {strategy} {ratio:0.00} x the lower bound of {best:0} s"));
        ratios[PlacementStrategy.LeastLoaded].ShouldBeLessThan(Allowed);
        ratios[PlacementStrategy.LeastLoaded].ShouldBeLessThan(ratios[PlacementStrategy.Random]);
        ratios[PlacementStrategy.LeastLoaded].ShouldBeLessThan(ratios[PlacementStrategy.RoundRobin]);
    }

    /// <summary>Seconds on a node of speed 1: many short ones, few long ones.</summary>
    private static double[] Lengths(ulong seed)
    {
        var random = new SimulatedRandom(seed);
        return [.. Enumerable.Range(0, Runs).Select(_ => 2 + (random.Next(100) < 10 ? random.Next(60) : random.Next(12)))];
    }

    /// <summary>Seconds from the asking, at all nodes at once, to the end of the last run.</summary>
    private static double Makespan(ulong seed, double[] lengths, PlacementStrategy strategy)
    {
        var network = new WorkingNetwork(Speeds.Length, seed, Equip);
        network.Start();
        var (asked, done) = (network.World.Now, 0);
        for (var i = 0; i < lengths.Length; i++)
        {
            var node = network.Nodes[i % network.Nodes.Length];
            var request = new RunRequest(lengths[i].ToString(CultureInfo.InvariantCulture)) { Agent = "worker", Placement = strategy };
            node.Process!.Post(async () =>
            {
                (await node.Network!.RunAsync(request)).Status.ShouldBe(RunStatus.Completed);
                done++;
            });
        }

        network.World.RunUntil(() => done == lengths.Length, asked + TimeSpan.FromHours(2)).ShouldBeTrue($"only {done} runs ended");
        return (network.World.Now - asked).TotalSeconds;
    }

    private static NodeParts Equip(WorkPlace place, NodeParts parts)
    {
        var speed = Speeds[place.Node];
        var device = SimulatedDevice.Of(place.Node) with { Flops = new Flops(speed, speed, speed) };
        return parts with
        {
            Chat = new LengthyChatClient(place.World, speed),
            Agents = [Worker],
            Configure = options => (options.Device, options.Capacity) = (device, 1),
        };
    }
}

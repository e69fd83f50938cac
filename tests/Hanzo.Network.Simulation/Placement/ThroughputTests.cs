using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Tests.Work;

namespace Hanzo.Network.Simulation.Tests.Placement;

public sealed class ThroughputTests
{
    /// <summary>In which each slot of each agent gets an owner.</summary>
    private const double WorkSeconds = 240;

    private const int Minutes = 10;

    /// <summary>The fastest of them.</summary>
    private const int Server = 1;

    private double _shareOfServer = 1;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_measured_moves_slots_when_it_has_changed_for_good_and_else_nothing(ulong seed)
    {
        var network = Idle(seed);

        network.Run(Minutes * 60);
        Moves(network).ShouldBeEmpty("of jitter");

        _shareOfServer = 0.001;
        network.Run(60);
        Moves(network).ShouldBeEmpty("of a change that has not lasted yet");
        network.Run(Minutes * 60);
        Moves(network).ShouldContain(move => move.StartsWith($"n{Server}:", StringComparison.Ordinal));

        network.Seen.Clear();
        network.Run(Minutes * 60);
        Moves(network).ShouldBeEmpty("after what had changed");
    }

    private WorkingNetwork Idle(ulong seed)
    {
        WorkingNetwork network = null!;
        network = new WorkingNetwork(nodes: 3, seed)
        {
            Meter = (node, figures) => JitteringMeter.Of(network, node, figures, () => node.Index == Server ? _shareOfServer : 1),
        };
        network.Start();
        network.Clients.Start(network.World.Now + TimeSpan.FromSeconds(WorkSeconds));
        network.Run(WorkSeconds);
        network.RunUntil(() => network.Clients.IsQuiet, "nobody waits");
        network.Run(60);
        network.All<SlotsHeld>().ShouldNotBeEmpty();
        network.Seen.Clear();
        return network;
    }

    private static List<string> Moves(WorkingNetwork network) =>
        [.. network.All<SlotsHeld>().Select(held => $"n{held.Node}: {string.Join(' ', held.Slots)} at {held.At}")];
}

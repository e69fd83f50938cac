using System.Globalization;
using Hanzo.Network.Agents;
using Hanzo.Network.Devices;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Benchmarks.Placement;

/// <summary>Unlike nodes, and agents of every workload that any of them may run: ten slots for each node.</summary>
internal static class LargeNetworks
{
    public const int SlotsPerAgent = 20;
    public const int SlotsPerNode = 10;

    /// <summary>So many nodes in a row have one of each speed.</summary>
    public static int SpeedCount => Tflops.Length;

    // A Raspberry Pi, CPUs, laptops, GPUs.
    private static readonly double[] Tflops = [0.05, 0.1, 0.8, 3.55, 7.1, 14.2, 58, 165.16, 312];

    public static PlacementInput Of(int nodes) => new()
    {
        Nodes = [.. Enumerable.Range(0, nodes).Select(Node)],
        Agents = [.. Enumerable.Range(0, nodes * SlotsPerNode / SlotsPerAgent).Select(Agent)],
    };

    private static NodeView Node(int number) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"node-{number:0000}"),
        Device = new DeviceCapabilities
        {
            Model = "benchmark",
            Chip = "benchmark",
            MemoryMb = 16_384,
            Flops = new Flops(null, Tflops[number * 7 % Tflops.Length], null),
        },
        Load = new NodeLoad(0.1, 0.3, 0, 0),
        Agents = [],
    };

    private static Agent Agent(int number) => new()
    {
        Name = AgentName.Parse(string.Create(CultureInfo.InvariantCulture, $"agent-{number:0000}")),
        Slots = SlotsPerAgent,
        Workload = (Workload)(number % 3),
        Requires = number % 4 == 0 ? new AgentRequirements { MemoryMb = 8_192, Fp16Tflops = 0.07 } : AgentRequirements.None,
        Deployment = new AgentDeployment(1),
    };
}

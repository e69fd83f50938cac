using Hanzo.Network.Devices;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Nodes;

/// <summary>A machine's device; its load wanders by the seed.</summary>
internal sealed class SimulatedDevice(DeviceCapabilities capabilities, SimulatedRandom random) : IDeviceProbe
{
    private static readonly (string Model, string Chip, long Memory, double Fp32)[] Known =
    [
        ("MacBook Pro", "Apple M3", 16_384, 3.5),
        ("Server", "NVIDIA RTX 4090", 65_536, 82.6),
        ("Raspberry Pi 4", "BCM2711", 4_096, 0.03),
        ("Desktop", "NVIDIA RTX 3060", 32_768, 13.0),
        ("Mac mini", "Apple M2", 8_192, 3.6),
    ];

    private const int LooksPerChange = 8;

    private double _cpu;

    public static DeviceCapabilities Of(int node)
    {
        var (model, chip, memory, fp32) = Known[node % Known.Length];
        return new DeviceCapabilities
        {
            Model = model,
            Chip = chip,
            MemoryMb = memory,
            Flops = new Flops(fp32, fp32 * 2, fp32 * 4),
            Cpu = new CpuDevice(null, 8),
            Source = "file",
        };
    }

    public Task<DeviceCapabilities> ProbeAsync(CancellationToken cancellation) => Task.FromResult(capabilities);

    /// <summary>In tenths, and seldom another one: what differs at each look is told to all others each second.</summary>
    public DeviceLoad ReadLoad()
    {
        if (random.Next(LooksPerChange) == 0) _cpu = random.Next(3) * 0.1;
        return new(_cpu, 0.4);
    }
}

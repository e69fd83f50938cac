using Hanzo.Network.Devices;

namespace Hanzo.Network.Tests.Devices;

public sealed class HardwareIdTests
{
    private static readonly DeviceCapabilities Server = new()
    {
        Model = "Server",
        Chip = "NVIDIA L4",
        MemoryMb = 64_000,
        Cpu = new CpuDevice("EPYC", 16) { Features = ["avx2", "fma"] },
        Gpus = [new GpuDevice("NVIDIA L4", 24_000), new GpuDevice("NVIDIA T4", 16_000)],
    };

    [Fact]
    public void The_same_hardware_has_the_same_id_in_every_process() => HardwareId.Of(Server).ShouldBe("506eb2d1f5958367");

    [Fact]
    public void What_is_listed_otherwise_or_measured_does_not_change_it()
    {
        var same = Server with
        {
            Model = "renamed",
            MemoryMb = 64_100,
            Gpus = [Server.Gpus[1], Server.Gpus[0]],
            Flops = new Flops(1, 2, 3),
            Cpu = Server.Cpu! with { Features = ["fma", "avx2"], Flops = new Flops(1, 1, 1) },
            Notes = ["a note"],
        };

        HardwareId.Of(same).ShouldBe(HardwareId.Of(Server));
    }

    [Fact]
    public void Other_hardware_has_another_id()
    {
        DeviceCapabilities[] others =
        [
            Server,
            Server with { Chip = "NVIDIA H100" },
            Server with { MemoryMb = 32_000 },
            Server with { MemoryMb = null },
            Server with { Gpus = [Server.Gpus[0]] },
            Server with { Cpu = null },
            Server with { Cpu = Server.Cpu! with { Name = "Xeon" } },
            Server with { Cpu = Server.Cpu! with { Cores = 8 } },
            Server with { Cpu = Server.Cpu! with { Features = ["avx2"] } },
        ];

        others.Select(HardwareId.Of).Distinct().Count().ShouldBe(others.Length);
    }
}

using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Devices.Linux;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Tests.Devices.Linux;

public sealed class LinuxProbeTests
{
    private readonly FakeSystem _system = new();

    [Fact]
    public async Task A_server_with_two_gpus()
    {
        Server();
        _system.Commands["nvidia-smi"] = new CommandOutput(
            "name, memory.total [MiB], driver_version, pci.bus_id\n"
            + "NVIDIA GeForce RTX 4090, 24564 MiB, 550.54.14, 00000000:01:00.0\n"
            + "NVIDIA GeForce RTX 3080, 10240 MiB, 550.54.14, 00000000:81:00.0\n", null);

        var device = await Probe();

        device.Model.ShouldBe("Supermicro SYS-421GE");
        device.Chip.ShouldBe("NVIDIA GeForce RTX 4090");
        device.MemoryMb.ShouldBe(24105);
        device.Cpu!.Name.ShouldBe("AMD EPYC 7402P 24-Core Processor");
        device.Cpu.Features.ShouldBe(["sse4_2", "avx", "f16c", "fma", "avx2"]);
        device.Cores.ShouldBe(2);
        device.Gpus.Select(gpu => (gpu.Name, gpu.MemoryMb, gpu.Vendor, gpu.Driver)).ShouldBe(
            [("NVIDIA GeForce RTX 4090", 24564, "NVIDIA", "550.54.14"), ("NVIDIA GeForce RTX 3080", 10240, "NVIDIA", "550.54.14")]);
        device.Gpus[0].Flops.Fp32.ShouldBe(82.58);
        device.Flops.Fp32!.Value.ShouldBe(82.58 + 29.8, 1e-9);
        device.Flops.Fp16!.Value.ShouldBe(165.16 + 59.6, 1e-9);
        device.Flops.Source.ShouldBe(FigureSource.Table);
        device.Notes.ShouldBeEmpty();
        device.Source.ShouldBe("detected");
    }

    [Fact]
    public async Task A_gpu_that_is_not_in_the_table_makes_the_sum_an_estimate_and_is_told()
    {
        Server();
        _system.Commands["nvidia-smi"] = new CommandOutput("NVIDIA GeForce RTX 4090, 24564\nNVIDIA RTX 9999, 1000\n", null);

        var device = await Probe();

        device.Flops.ShouldBe(new Flops(82.58, 165.16, 330.32) { Source = FigureSource.Estimated });
        device.Notes.ShouldHaveSingleItem().ShouldContain("TFLOPS of NVIDIA RTX 9999 are not in the table");
    }

    [Fact]
    public async Task A_raspberry_pi()
    {
        _system.Files["/proc/cpuinfo"] = "processor\t: 0\nBogoMIPS\t: 108.00\nCPU implementer\t: 0x41\nCPU part\t: 0xd08\n\n"
            + "processor\t: 1\nCPU implementer\t: 0x41\nCPU part\t: 0xd08\n\nModel\t\t: Raspberry Pi 4 Model B Rev 1.4\n";
        _system.Files["/proc/meminfo"] = "MemTotal:        3884360 kB\nMemAvailable:    3000000 kB\n";
        _system.Files["/proc/device-tree/model"] = "Raspberry Pi 4 Model B Rev 1.4\0";
        _system.Files["/proc/device-tree/compatible"] = "raspberrypi,4-model-b\0brcm,bcm2711\0";

        var device = await Probe();

        device.Model.ShouldBe("Raspberry Pi 4 Model B Rev 1.4");
        device.Chip.ShouldBe("BCM2711");
        device.MemoryMb.ShouldBe(3793);
        device.Cpu!.Name.ShouldBe("Cortex-A72");
        device.Cores.ShouldBe(2);
        device.Gpus.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_machine_that_tells_nothing_is_unknown_not_zero()
    {
        var device = await Probe();

        device.Model.ShouldBe("Linux computer");
        device.Chip.ShouldBe("unknown");
        device.MemoryMb.ShouldBeNull();
        device.Cores.ShouldBeNull();
        device.Notes.ShouldContain(note => note.Contains("/proc/meminfo"));
    }

    [Theory]
    [InlineData("LENOVO\n", "20XW00FUS\n", "ThinkPad X1 Carbon Gen 9\n", "LENOVO ThinkPad X1 Carbon Gen 9")]
    [InlineData("Google\n", "Google Compute Engine\n", null, "Google Compute Engine")]
    [InlineData("ASUS\n", "System Product Name\n", null, "ASUSTeK COMPUTER INC. ROG STRIX B550-F GAMING")]
    [InlineData("To Be Filled By O.E.M.", "To Be Filled By O.E.M.", null, "ASUSTeK COMPUTER INC. ROG STRIX B550-F GAMING")]
    [InlineData(null, "Standard", null, "ASUSTeK COMPUTER INC. ROG STRIX B550-F GAMING")]
    public async Task The_model_is_what_the_firmware_says_and_no_filler(string? vendor, string product, string? version, string model)
    {
        void File(string name, string? text)
        {
            if (text is not null) _system.Files[$"/sys/class/dmi/id/{name}"] = text;
        }
        File("sys_vendor", vendor);
        File("product_name", product);
        File("product_version", version);
        File("board_vendor", "ASUSTeK COMPUTER INC.\n");
        File("board_name", "ROG STRIX B550-F GAMING\n");

        (await Probe()).Model.ShouldBe(model);
    }

    [Fact]
    public async Task A_wsl_without_nvidia_says_what_it_cannot_see()
    {
        _system.Files["/proc/version"] = "Linux version 5.15.153.1-microsoft-standard-WSL2";

        var device = await Probe();

        device.Model.ShouldBe("Windows PC (WSL)");
        device.Notes.ShouldContain("WSL shows GPUs of NVIDIA only, and nvidia-smi is not installed.");
        _system.Ran.ShouldContain(command => command.StartsWith("/usr/lib/wsl/lib/nvidia-smi"));
    }

    private Task<DeviceCapabilities> Probe() => Probing.ProbeAsync(_system, DeviceProbes.Linux);

    private void Server()
    {
        _system.Files["/proc/cpuinfo"] =
            "processor\t: 0\nmodel name\t: AMD EPYC 7402P 24-Core Processor\nflags\t\t: fpu sse4_2 avx f16c fma avx2 rdseed\n\n"
            + "processor\t: 1\nmodel name\t: AMD EPYC 7402P 24-Core Processor\n";
        _system.Files["/proc/meminfo"] = "MemTotal:       24684092 kB\nMemAvailable:   13673192 kB\n";
        _system.Files["/sys/class/dmi/id/sys_vendor"] = "Supermicro\n";
        _system.Files["/sys/class/dmi/id/product_name"] = "SYS-421GE\n";
    }
}

using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Devices;
using Hanzo.Network.Tests;

namespace Hanzo.Network.Adapters.Tests.Devices;

public sealed class LinuxDeviceProbeTests
{
    private readonly FakeSystem _system = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task A_server_with_two_gpus()
    {
        Server();
        _system.Commands["nvidia-smi"] = new CommandOutput("NVIDIA GeForce RTX 4090, 24564\nNVIDIA GeForce RTX 3080, 10240\n", null);

        var device = await Probe();

        device.Model.ShouldBe("Supermicro SYS-421GE");
        device.Chip.ShouldBe("NVIDIA GeForce RTX 4090");
        device.MemoryMb.ShouldBe(24105);
        device.Cores.ShouldBe(2);
        device.Gpus.ShouldBe([new GpuDevice("NVIDIA GeForce RTX 4090", 24564), new GpuDevice("NVIDIA GeForce RTX 3080", 10240)]);
        device.Flops.Fp32!.Value.ShouldBe(82.58 + 29.8, 1e-9);
        device.Flops.Fp16!.Value.ShouldBe(165.16 + 59.6, 1e-9);
        device.Notes.ShouldBeEmpty();
        device.Source.ShouldBe("detected");
    }

    [Fact]
    public async Task A_gpu_that_is_not_in_the_table_makes_the_sum_an_estimate()
    {
        Server();
        _system.Commands["nvidia-smi"] = new CommandOutput("NVIDIA GeForce RTX 4090, 24564\nNVIDIA RTX 9999, [N/A]\n", null);

        var device = await Probe();

        device.Flops.ShouldBe(new Flops(82.58, 165.16, 330.32) { Source = FigureSource.Estimated });
        device.Gpus[1].ShouldBe(new GpuDevice("NVIDIA RTX 9999", null));
        device.Notes.ShouldHaveSingleItem().ShouldContain("RTX 9999");
    }

    [Fact]
    public async Task A_raspberry_pi()
    {
        _system.Files["/proc/cpuinfo"] = "processor\t: 0\nBogoMIPS\t: 108.00\nCPU part\t: 0xd08\n\nprocessor\t: 1\nCPU part\t: 0xd08\n\n"
            + "Hardware\t: BCM2835\nModel\t\t: Raspberry Pi 4 Model B Rev 1.4\n";
        _system.Files["/proc/meminfo"] = "MemTotal:        3884360 kB\nMemAvailable:    3000000 kB\n";
        _system.Files["/proc/device-tree/model"] = "Raspberry Pi 4 Model B Rev 1.4\0";
        _system.Files["/proc/device-tree/compatible"] = "raspberrypi,4-model-b\0brcm,bcm2711\0";

        var device = await Probe();

        device.Model.ShouldBe("Raspberry Pi 4 Model B Rev 1.4");
        device.Chip.ShouldBe("BCM2711");
        device.MemoryMb.ShouldBe(3793);
        device.Cores.ShouldBe(2);
        device.Flops.Fp32.ShouldBe(0.058);
        device.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_arm_machine_without_a_device_tree_is_named_by_its_cores()
    {
        _system.Files["/proc/cpuinfo"] = "processor\t: 0\nCPU part\t: 0xD0B\n";

        (await Probe()).Chip.ShouldBe("Cortex-A76");
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

    [Fact]
    public async Task Garbage_in_every_file_is_no_error()
    {
        string[] paths = ["/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/proc/device-tree/model", "/proc/device-tree/compatible"];
        foreach (var path in paths.Append("/sys/fs/cgroup/memory.max"))
            _system.Files[path] = "\0:::\n: :\ncpu x y z a b c\nMemTotal: lots kB\n";
        _system.Commands["nvidia-smi"] = new CommandOutput("garbage\n,,,\n", null);

        var device = await Probe();

        device.MemoryMb.ShouldBeNull();
        new LinuxDeviceProbe(_system, _time).ReadLoad().ShouldBe(new DeviceLoad(0, 0));
    }

    [Fact]
    public async Task A_failing_tool_is_a_note()
    {
        Server();
        _system.Commands["nvidia-smi"] = new CommandOutput(null, "nvidia-smi did not answer within 3 s.");

        var device = await Probe();

        device.Chip.ShouldBe("AMD EPYC");
        device.Notes.ShouldContain("nvidia-smi did not answer within 3 s.");
    }

    [Theory]
    [InlineData("max\n", 24105)]
    [InlineData("2147483648\n", 2048)]
    [InlineData("9223372036854771712\n", 24105)]
    public async Task The_memory_of_a_container_is_its_limit(string limit, long megabytes)
    {
        Server();
        _system.Files["/sys/fs/cgroup/memory.max"] = limit;

        (await Probe()).MemoryMb.ShouldBe(megabytes);
    }

    [Fact]
    public void Load_is_what_happened_since_the_last_look()
    {
        _system.Files["/proc/meminfo"] = "MemTotal: 1000 kB\nMemAvailable: 250 kB\n";
        _system.Files["/proc/stat"] = "cpu  100 0 100 800 0 0 0 0 0 0\n";
        var probe = new LinuxDeviceProbe(_system, _time);
        probe.ReadLoad().ShouldBe(new DeviceLoad(0, 0.75));

        _system.Files["/proc/stat"] = "cpu  150 0 110 820 20 0 0 0 0 0\n";
        _time.Advance(TimeSpan.FromSeconds(1));
        probe.ReadLoad().Cpu.ShouldBe(0.6, 1e-9);
    }

    [Fact]
    public void Load_is_not_read_more_often_than_it_means_something()
    {
        _system.Files["/proc/stat"] = "cpu  0 0 0 0 0 0 0 0\n";
        var probe = new LinuxDeviceProbe(_system, _time);
        _system.Files["/proc/stat"] = "cpu  10 0 0 0 0 0 0 0\n";
        _time.Advance(CpuMeter.Interval / 2);

        probe.ReadLoad().Cpu.ShouldBe(0);

        _time.Advance(CpuMeter.Interval);
        probe.ReadLoad().Cpu.ShouldBe(1);
    }

    private Task<DeviceCapabilities> Probe() => new LinuxDeviceProbe(_system, _time).ProbeAsync(CancellationToken.None);

    private void Server()
    {
        _system.Files["/proc/cpuinfo"] = "processor\t: 0\nmodel name\t: AMD EPYC\n\nprocessor\t: 1\nmodel name\t: AMD EPYC\n";
        _system.Files["/proc/meminfo"] = "MemTotal:       24684092 kB\nMemAvailable:   13673192 kB\n";
        _system.Files["/sys/class/dmi/id/sys_vendor"] = "Supermicro\n";
        _system.Files["/sys/class/dmi/id/product_name"] = "SYS-421GE\n";
    }
}

using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Devices.Linux;

namespace Hanzo.Network.Adapters.Tests.Devices.Linux;

public sealed class JetsonTests
{
    [Theory]
    [InlineData(
        "NVIDIA Jetson Orin NX Engineering Reference Developer Kit",
        "nvidia,p3768-0000+p3767-0000\0nvidia,p3767-0000\0nvidia,tegra234",
        15_655_000, "NVIDIA Jetson Orin NX 16GB")]
    [InlineData(
        "NVIDIA Jetson Orin Nano Developer Kit",
        "nvidia,p3768-0000+p3767-0005\0nvidia,p3767-0005\0nvidia,tegra234",
        7_600_000, "NVIDIA Jetson Orin Nano 8GB")]
    [InlineData(
        "NVIDIA Jetson AGX Orin Developer Kit",
        "nvidia,p3737-0000+p3701-0000\0nvidia,tegra234\0nvidia,tegra23x",
        31_300_000, "NVIDIA Jetson AGX Orin 32GB")]
    [InlineData("NVIDIA Jetson AGX Orin", "nvidia,p3737-0000+p3701-0005\0nvidia,tegra234", 64_300_000, "NVIDIA Jetson AGX Orin 64GB")]
    [InlineData(
        "NVIDIA Jetson Xavier NX Developer Kit",
        "nvidia,p3449-0000+p3668-0000\0nvidia,tegra194",
        7_500_000, "NVIDIA Jetson Xavier NX 8GB")]
    [InlineData("Jetson-AGX", "nvidia,p2972-0000\0nvidia,tegra194", 32_400_000, "NVIDIA Jetson AGX Xavier 32GB")]
    [InlineData("quill", "nvidia,p2597-0000+p3310-1000\0nvidia,quill\0nvidia,tegra186", 8_000_000, "NVIDIA Jetson TX2")]
    [InlineData(
        "NVIDIA Jetson Nano Developer Kit",
        "nvidia,p3449-0000-b00+p3448-0000-b00\0nvidia,jetson-nano\0nvidia,tegra210",
        4_000_000, "NVIDIA Jetson Nano")]
    [InlineData("jetson_tx1", "nvidia,jetson-cv\0nvidia,tegra210", 4_000_000, "NVIDIA Jetson TX1")]
    [InlineData(
        "NVIDIA Jetson AGX Thor Developer Kit",
        "nvidia,p3971-0080+p3834-0008\0nvidia,tegra264",
        128_000_000, "NVIDIA Jetson AGX Thor")]
    [InlineData("Something New", "nvidia,tegra234", 8_000_000, "NVIDIA Jetson Orin")]
    public void Is_named_by_its_module(string model, string compatible, long kilobytes, string name) =>
        Jetson.Find(model, compatible, release: null, $"MemTotal: {kilobytes} kB\n")!.Name.ShouldBe(name);

    [Theory]
    [InlineData("# R35 (release), REVISION: 4.1, GCID: 33958178, BOARD: t186ref, EABI: aarch64\n", "L4T 35.4.1")]
    [InlineData("# R32 (release), REVISION: 7.4", "L4T 32.7.4")]
    [InlineData("R something", null)]
    [InlineData(null, null)]
    public void Its_driver_is_its_release(string? text, string? driver) => Jetson.Release(text).ShouldBe(driver);

    [Fact]
    public void Other_boards_are_none() => Jetson.Find("Raspberry Pi 5", "raspberrypi,5-model-b\0brcm,bcm2712", null, null).ShouldBeNull();

    [Fact]
    public async Task Its_gpu_shares_the_memory_and_is_one_with_that_of_nvidias_tool()
    {
        var system = new FakeSystem();
        system.Files["/proc/meminfo"] = "MemTotal: 7600000 kB\n";
        system.Files["/proc/device-tree/model"] = "NVIDIA Jetson Orin Nano Developer Kit\0";
        system.Files["/proc/device-tree/compatible"] = "nvidia,p3768-0000+p3767-0005\0nvidia,tegra234\0";
        system.Commands["nvidia-smi"] =
            new CommandOutput("name, memory.total [MiB], driver_version\nOrin (nvgpu), [N/A], 540.3.0\n", null);

        var device = await Probing.ProbeAsync(system, DeviceProbes.Linux);

        var gpu = device.Gpus.ShouldHaveSingleItem();
        (gpu.Name, gpu.Vendor, gpu.MemoryMb, gpu.Driver).ShouldBe(("NVIDIA Jetson Orin Nano 8GB", "NVIDIA", null, "540.3.0"));
        device.Chip.ShouldBe("NVIDIA Jetson Orin Nano 8GB");
        device.MemoryMb.ShouldBe(7421);
        device.Flops.Fp16.ShouldNotBeNull();
        device.Notes.ShouldBeEmpty();
    }
}

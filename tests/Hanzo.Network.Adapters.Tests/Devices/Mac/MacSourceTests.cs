using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Devices.Mac;

namespace Hanzo.Network.Adapters.Tests.Devices.Mac;

public sealed class MacSourceTests
{
    private const string M3 = """
        {
          "SPHardwareDataType" : [
            { "_name" : "hardware_overview", "chip_type" : "Apple M3", "machine_model" : "Mac15,12", "machine_name" : "MacBook Air",
              "number_processors" : "proc 8:4:4", "physical_memory" : "16 GB" }
          ],
          "SPDisplaysDataType" : [
            { "_name" : "Apple M3", "spdisplays_vendor" : "sppci_vendor_Apple", "sppci_cores" : "10", "sppci_model" : "Apple M3" }
          ]
        }
        """;

    [Fact]
    public async Task A_mac_with_apples_chip()
    {
        var system = new FakeSystem();
        system.Commands["system_profiler"] = new CommandOutput(M3, null);
        system.Commands["sysctl"] = new CommandOutput(
            "hw.ncpu: 8\nhw.logicalcpu: 8\nhw.memsize: 17179869184\nhw.model: Mac15,12\nhw.optional.arm.FEAT_BF16: 1\n"
            + "hw.optional.arm.FEAT_SME: 0\nhw.optional.AdvSIMD: 1\nmachdep.cpu.brand_string: Apple M3\n", null);

        var device = await Probing.ProbeAsync(system, DeviceProbes.Mac);

        (device.Model, device.Chip, device.MemoryMb, device.Cores).ShouldBe(("MacBook Air (Mac15,12)", "Apple M3", 16384, 8));
        device.Cpu!.Features.ShouldBe(["asimd", "bf16"]);
        device.Gpus.Select(gpu => (gpu.Name, gpu.Vendor, gpu.MemoryMb)).ShouldBe([("Apple M3", "Apple", null)]);
        (device.Flops.Fp32, device.Flops.Fp16, device.Flops.Int8).ShouldBe((3.55, 7.10, 14.20));
        device.Notes.ShouldBeEmpty();
    }

    [Fact]
    public async Task Either_tool_alone_suffices()
    {
        var system = new FakeSystem();
        system.Commands["sysctl"] = new CommandOutput(
            "hw.memsize: 17179869184\nhw.model: Mac15,12\nhw.ncpu: 8\nmachdep.cpu.brand_string: Apple M3\n", null);

        var device = await Probing.ProbeAsync(system, DeviceProbes.Mac);

        (device.Model, device.Chip, device.MemoryMb, device.Cores).ShouldBe(("Mac15,12", "Apple M3", 16384, 8));
        device.Flops.Fp32.ShouldBe(3.55);
        device.Notes.ShouldBe(["system_profiler is not installed."]);
    }

    [Fact]
    public void An_older_mac_has_intels_and_amds_gpus()
    {
        var found = SystemProfiler.Parse(
            """
            {"SPHardwareDataType":[{"cpu_type":"8-Core Intel Core i9","machine_model":"MacBookPro16,1","machine_name":"MacBook Pro",
              "physical_memory":"32 GB"}],
             "SPDisplaysDataType":[
              {"_name":"kHW_IntelUHDGraphics630Item","spdisplays_vendor":"Intel","sppci_model":"Intel UHD Graphics 630",
               "_spdisplays_vram":"1536 MB","spdisplays_vram_shared":"1536 MB"},
              {"_name":"kHW_AMDRadeonPro5500MItem","spdisplays_vendor":"sppci_vendor_amd","sppci_model":"AMD Radeon Pro 5500M",
               "spdisplays_vram":"8 GB"}]}
            """);

        found.Gpus.Select(gpu => (gpu.Name, gpu.Vendor)).ShouldBe([("Intel UHD Graphics 630", "Intel"), ("AMD Radeon Pro 5500M", "AMD")]);
        found.Gpus[1].MemoryMb.ShouldBe(8192);
        found.MemoryMb.ShouldBe(32768);
    }

    [Theory]
    [InlineData("")]
    [InlineData("2024-01-01 system_profiler[123:456] error")]
    [InlineData("{\"SPHardwareDataType\" : [")]
    public void What_is_no_json_is_a_note(string text) =>
        SystemProfiler.Parse(text).Notes.ShouldHaveSingleItem().ShouldStartWith("system_profiler said ");

    [Theory]
    [InlineData("{}")]
    [InlineData("{\"SPHardwareDataType\":7,\"SPDisplaysDataType\":[1,null,{\"sppci_model\":{}}]}")]
    public void Json_of_another_form_tells_nothing(string text)
    {
        var found = SystemProfiler.Parse(text);

        found.Gpus.ShouldBeEmpty();
        found.Model.ShouldBeNull();
    }
}

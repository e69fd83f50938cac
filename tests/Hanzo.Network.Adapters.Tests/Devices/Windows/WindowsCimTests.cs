using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Devices.Windows;

namespace Hanzo.Network.Adapters.Tests.Devices.Windows;

public sealed class WindowsCimTests
{
    private const string Desktop = """
        {"system":{"Manufacturer":"ASUS","Model":"System Product Name","TotalPhysicalMemory":68630261760},
         "processors":[{"Name":"13th Gen Intel(R) Core(TM) i9-13900K","NumberOfLogicalProcessors":32}],
         "video":[{"Name":"Intel(R) UHD Graphics 770","AdapterCompatibility":"Intel Corporation",
                   "DriverVersion":"31.0.101.4255","AdapterRAM":1073741824},
                  {"Name":"NVIDIA GeForce RTX 4090","AdapterCompatibility":"NVIDIA","DriverVersion":"32.0.15.6094","AdapterRAM":4293918720},
                  {"Name":"Microsoft Remote Display Adapter","AdapterCompatibility":"Microsoft",
                   "DriverVersion":"10.0.1","AdapterRAM":null}],
         "adapters":[{"DriverDesc":"NVIDIA GeForce GTX 970","DriverVersion":"1","HardwareInformation.qwMemorySize":4294967296},
                     {"DriverDesc":"NVIDIA GeForce RTX 4090","DriverVersion":"32.0.15.6094",
                      "HardwareInformation.qwMemorySize":25757220864}]}
        """;

    [Fact]
    public async Task A_desktop_with_a_card_and_a_screen_of_the_processor()
    {
        var device = await Probe(("powershell", Desktop));

        device.Cpu!.Name.ShouldBe("13th Gen Intel(R) Core(TM) i9-13900K");
        device.Cores.ShouldBe(32);
        device.MemoryMb.ShouldBe(65450);
        device.Gpus.Select(gpu => (gpu.Name, gpu.Vendor, gpu.MemoryMb, gpu.Driver)).ShouldBe(
            [("NVIDIA GeForce RTX 4090", "NVIDIA", 24564, "32.0.15.6094"), ("Intel(R) UHD Graphics 770", "Intel", null, "31.0.101.4255")]);
        device.Chip.ShouldBe("NVIDIA GeForce RTX 4090");
        device.Flops.Fp32.ShouldBe(82.58);
        device.Model.ShouldBe("Windows PC");
    }

    [Fact]
    public async Task Nvidias_tool_knows_its_cards_better_and_they_count_once()
    {
        var device = await Probe(
            ("powershell", Desktop),
            ("nvidia-smi", "name, memory.total [MiB], driver_version\nNVIDIA GeForce RTX 4090, 24564 MiB, 560.94\n"));

        device.Gpus.Select(gpu => (gpu.Name, gpu.Driver)).ShouldBe(
            [("NVIDIA GeForce RTX 4090", "560.94"), ("Intel(R) UHD Graphics 770", "31.0.101.4255")]);
    }

    [Fact]
    public void A_memory_beyond_32_bits_is_unknown_without_the_registry() =>
        WindowsCim.Parse("""{"video":{"Name":"AMD Radeon RX 6800","AdapterRAM":4293918720}}""").Gpus.ShouldBe(
            [new FoundGpu("AMD Radeon RX 6800", "AMD")]);

    [Theory]
    [InlineData("")]
    [InlineData("Get-CimInstance : Access denied")]
    [InlineData("{\"video\":")]
    public void What_is_no_json_is_a_note(string text) =>
        WindowsCim.Parse(text).Notes.ShouldHaveSingleItem().ShouldStartWith("powershell said ");

    private static Task<Hanzo.Network.Devices.DeviceCapabilities> Probe(params (string Command, string Text)[] commands)
    {
        var system = new FakeSystem();
        foreach (var (command, text) in commands) system.Commands[command] = new CommandOutput(text, null);
        return Probing.ProbeAsync(system, DeviceProbes.Windows);
    }
}

using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Devices.Gpus;

namespace Hanzo.Network.Adapters.Tests.Devices.Gpus;

public sealed class RocmSmiTests
{
    private static readonly FoundGpu Card =
        new("Radeon RX 7900 XTX", "AMD") { MemoryMb = 24560, Driver = "6.3.6", Bus = "0000:03:00.0" };

    [Fact]
    public void Reads_json() => RocmSmi.Parse(
        """
        WARNING: AMD GPU device(s) is/are in a low-power state. Check power control/runtime_status

        {"card0": {"VRAM Total Memory (B)": "25753026560", "VRAM Total Used Memory (B)": "27230208", "Card series": "Radeon RX 7900 XTX",
          "Card model": "0x744c", "Card vendor": "Advanced Micro Devices, Inc. [AMD/ATI]", "PCI Bus": "0000:03:00.0"},
         "system": {"Driver version": "6.3.6"}}
        """).Gpus.ShouldBe([Card]);

    [Fact]
    public void Reads_the_old_text() => RocmSmi.Parse(
        """
        ======================= ROCm System Management Interface =======================
        Driver version: 6.3.6
        GPU[0]		: Card series: 		Radeon RX 7900 XTX
        GPU[0]		: Card model: 		0x744c
        GPU[0]		: PCI Bus: 0000:03:00.0
        GPU[0]		: VRAM Total Memory (B): 25753026560
        ============================= End of ROCm SMI Log ==============================
        """).Gpus.ShouldBe([Card]);

    [Fact]
    public void A_card_known_by_number_gets_its_name_from_the_table() =>
        RocmSmi.Parse("""{"card0": {"Card series": "0x74a1", "Card model": "0x74a1"}}""").Gpus.ShouldHaveSingleItem()
            .Name.ShouldBe("AMD Instinct MI300X");

    [Theory]
    [InlineData("{\"card0\": [")]
    [InlineData("{}")]
    [InlineData("cat: /sys/module/amdgpu/initstate: No such file or directory\nERROR: Driver not initialized\n")]
    [InlineData("")]
    public void What_tells_no_card_is_a_note(string text)
    {
        var found = RocmSmi.Parse(text);

        found.Gpus.ShouldBeEmpty();
        found.Notes.ShouldHaveSingleItem().ShouldStartWith("rocm-smi said ");
    }
}

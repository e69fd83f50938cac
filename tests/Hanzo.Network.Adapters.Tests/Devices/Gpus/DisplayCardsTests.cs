using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Devices.Gpus;

namespace Hanzo.Network.Adapters.Tests.Devices.Gpus;

public sealed class DisplayCardsTests
{
    private readonly FakeSystem _system = new();

    [Fact]
    public void A_card_is_named_by_the_kernel_by_libdrm_or_by_the_table()
    {
        Card(0, "0x1002", "0x744c", "0xc8");
        Card(1, "0x1002", "0x74a1", "0x00");
        _system.Files["/sys/class/drm/card1/device/product_name"] = "AMD Instinct MI300X OAM\n";
        Card(2, "0x1002", "0x9999", "0xc1");
        _system.Files["/usr/share/libdrm/amdgpu.ids"] = "# list\n1.0.0\n9999,\tC1,\tAMD Radeon Next\n";
        Card(3, "0x1002", "0xabcd", "0x00");
        Card(10, "0x8086", "0x56a0", "0x08");

        DisplayCards.Look(_system).Gpus.Select(gpu => gpu.Name).ShouldBe(
            ["AMD Radeon RX 7900 XTX", "AMD Instinct MI300X OAM", "AMD Radeon Next", "AMD GPU 0xabcd", "Intel Arc A770"]);
    }

    [Fact]
    public void Memory_place_and_load_are_the_drivers()
    {
        Card(0, "0x1002", "0x744c", "0xc8");
        _system.Files["/sys/class/drm/card0/device/mem_info_vram_total"] = "25753026560\n";
        _system.Files["/sys/class/drm/card0/device/uevent"] = "DRIVER=amdgpu\nPCI_CLASS=30000\nPCI_SLOT_NAME=0000:03:00.0\n";
        _system.Files["/sys/class/drm/card0/device/gpu_busy_percent"] = "37\n";

        var gpu = DisplayCards.Look(_system).Gpus.ShouldHaveSingleItem();
        (gpu.MemoryMb, gpu.Bus).ShouldBe((24560, "0000:03:00.0"));
        DisplayCards.Load(_system).ShouldBe(0.37);
    }

    [Theory]
    [InlineData("0x1a03", "0x2000")]
    [InlineData("0x102b", "0x0538")]
    [InlineData("0x15ad", "0x0405")]
    [InlineData("0x1b36", "0x0100")]
    [InlineData("0x1af4", "0x1050")]
    [InlineData("0x1002", "0x515e")]
    [InlineData("garbage", "")]
    public void Displays_of_management_and_virtual_machines_are_no_gpus(string vendor, string device)
    {
        Card(0, vendor, device, "0x00");

        DisplayCards.Look(_system).Gpus.ShouldBeEmpty();
    }

    [Fact]
    public void Outputs_and_render_nodes_are_no_cards()
    {
        Card(0, "0x8086", "0x4680", "0x0c");
        _system.Files["/sys/class/drm/card0-HDMI-A-1/device/vendor"] = "0x8086";
        _system.Files["/sys/class/drm/renderD128/device/vendor"] = "0x8086";

        DisplayCards.Look(_system).Gpus.ShouldHaveSingleItem().Name.ShouldBe("Intel UHD Graphics 770");
    }

    [Fact]
    public void A_container_without_access_says_so_and_counts_nothing()
    {
        Card(0, "0x1002", "0x744c", "0xc8");
        _system.Files["/.dockerenv"] = "";

        var found = DisplayCards.Look(_system);

        found.Gpus.ShouldBeEmpty();
        found.Notes.ShouldBe(["this container has no access to the machine's AMD Radeon RX 7900 XTX."]);

        _system.Files["/dev/dri/renderD128"] = "";
        DisplayCards.Look(_system).Gpus.ShouldHaveSingleItem();
    }

    private void Card(int number, string vendor, string device, string revision)
    {
        var folder = $"/sys/class/drm/card{number}/device";
        _system.Files[$"{folder}/vendor"] = $"{vendor}\n";
        _system.Files[$"{folder}/device"] = $"{device}\n";
        _system.Files[$"{folder}/revision"] = $"{revision}\n";
    }
}

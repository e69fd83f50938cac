using Hanzo.Network.Adapters.Devices.Linux;

namespace Hanzo.Network.Adapters.Tests.Devices.Linux;

public sealed class BoardTests
{
    [Theory]
    [InlineData("raspberrypi,5-model-b\0brcm,bcm2712\0", "BCM2712")]
    [InlineData("raspberrypi,3-model-b-plus\0brcm,bcm2837\0", "BCM2837")]
    [InlineData("radxa,rock-5b\0rockchip,rk3588\0", "RK3588")]
    [InlineData("apple,j314s\0apple,t6000\0apple,arm-platform\0", "Apple M1 Pro")]
    [InlineData("linux,dummy-virt\0", null)]
    [InlineData("", null)]
    [InlineData("\0\0,\0", null)]
    [InlineData(null, null)]
    public void The_chip_is_the_most_general_name(string? compatible, string? chip) => Board.Chip(compatible).ShouldBe(chip);

    [Theory]
    [InlineData("Raspberry Pi 5 Model B Rev 1.0\0", "Raspberry Pi 5 Model B Rev 1.0")]
    [InlineData("linux,dummy-virt\0", null)]
    [InlineData("\0", null)]
    public void A_virtual_board_has_no_name(string model, string? name) => Board.Model(model).ShouldBe(name);
}

using Hanzo.Network.Adapters.Devices.Linux;

namespace Hanzo.Network.Adapters.Tests.Devices.Linux;

public sealed class CpuInfoTests
{
    [Theory]
    [InlineData("model name\t: 13th Gen Intel(R) Core(TM) i9-13900K\n", "13th Gen Intel(R) Core(TM) i9-13900K")]
    [InlineData("model name\t: ARMv7 Processor rev 4 (v7l)\nCPU implementer\t: 0x41\nCPU part\t: 0xd03\n", "Cortex-A53")]
    [InlineData("CPU implementer\t: 0x41\nCPU part\t: 0xD0B\n", "Cortex-A76")]
    [InlineData("CPU implementer\t: 0x61\nCPU part\t: 0x023\n", "Apple M1 Firestorm")]
    [InlineData("CPU implementer\t: 0xff\nCPU part\t: 0x999\nmodel name\t: Strange Core\n", "Strange Core")]
    [InlineData("cpu\t\t: POWER9, altivec supported\n", "POWER9, altivec supported")]
    [InlineData("isa\t\t: rv64imafdcv_zba_zbb\nuarch\t\t: spacemit,x60\n", "spacemit,x60")]
    [InlineData("isa\t\t: rv64imafdc\n", "RISC-V rv64imafdc")]
    [InlineData("nonsense", null)]
    public void Names_the_processor(string text, string? name) => CpuInfo.Parse(text).CpuName.ShouldBe(name);

    [Fact]
    public void Cores_of_several_kinds_are_counted_by_kind()
    {
        var little = string.Concat(Enumerable.Repeat("processor\t: 0\nCPU implementer\t: 0x41\nCPU part\t: 0xd05\n\n", 4));
        var big = string.Concat(Enumerable.Repeat("processor\t: 4\nCPU implementer\t: 0x41\nCPU part\t: 0xd0b\n\n", 4));

        var found = CpuInfo.Parse(little + big);

        found.CpuName.ShouldBe("4x Cortex-A55 + 4x Cortex-A76");
        found.Cores.ShouldBe(8);
    }

    [Theory]
    [InlineData("flags : fpu avx2 avx512f avx512_vnni amx_int8 syscall\n", "avx2 avx512f avx512_vnni amx_int8")]
    [InlineData("Features : fp asimd evtstrm aes fphp asimdhp asimddp i8mm bf16 sve\n", "asimd fphp asimdhp asimddp i8mm bf16 sve")]
    [InlineData("isa : rv64imafdcv_zvfh_zba\n", "rvv zvfh")]
    [InlineData("isa : rv64imafdc_zba\n", "")]
    public void Tells_the_features_that_matter(string text, string features) =>
        string.Join(' ', CpuInfo.Parse(text).Features).ShouldBe(features);

    [Fact]
    public void A_board_names_itself_where_the_device_tree_is_not_shown() =>
        CpuInfo.Parse("processor\t: 0\n\nHardware\t: BCM2835\nModel\t\t: Raspberry Pi 3 Model B Plus Rev 1.3\n").Model
            .ShouldBe("Raspberry Pi 3 Model B Plus Rev 1.3");

    [Fact]
    public void A_model_that_is_a_number_of_the_processor_is_no_name() => CpuInfo.Parse("model\t\t: 17\n").Model.ShouldBeNull();
}

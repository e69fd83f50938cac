using Hanzo.Network.Devices;

namespace Hanzo.Network.Tests.Devices;

public sealed class FlopsTableTests
{
    private static readonly FlopsTable Table = FlopsTable.Builtin;

    [Theory]
    [InlineData("Apple M1", 2.29, 4.58, 9.16)]
    [InlineData("Apple M1 Pro", 5.30, 10.60, 21.20)]
    [InlineData("M1Pro", 5.30, 10.60, 21.20)]
    [InlineData("Apple M1 Max", 10.60, 21.20, 42.40)]
    [InlineData("Apple M2", 3.55, 7.10, 14.20)]
    [InlineData("Apple M3", 3.55, 7.10, 14.20)]
    [InlineData("Apple M3 Max", 14.20, 28.40, 56.80)]
    [InlineData("M4", 4.26, 8.52, 17.04)]
    [InlineData("NVIDIA GeForce RTX 4090", 82.58, 165.16, 330.32)]
    [InlineData("nvidia geforce rtx 4080", 48.74, 97.48, 194.96)]
    [InlineData("RTX 4070", 29, 58, 116)]
    [InlineData("NVIDIA GeForce(R) RTX 3090", 35.6, 71.2, 142.4)]
    [InlineData("NVIDIA GeForce RTX 3080", 29.8, 59.6, 119.2)]
    [InlineData("NVIDIA GeForce RTX 3080 (10 GB)", 29.8, 59.6, 119.2)]
    public void Knows_the_chips_of_the_original_table(string chip, double fp32, double fp16, double int8) =>
        Table.FlopsOf(chip).ShouldBe(new Flops(fp32, fp16, int8) { Source = FigureSource.Table });

    [Theory]
    [InlineData("NVIDIA A100-SXM4-80GB", "A100 80GB SXM")]
    [InlineData("NVIDIA A100-SXM4-40GB", "A100")]
    [InlineData("NVIDIA A100 80GB PCIe", "A100 80GB PCIe")]
    [InlineData("A100-PCIE-40GB", "A100 40GB PCIe")]
    [InlineData("NVIDIA H100 80GB HBM3", "H100 SXM")]
    [InlineData("NVIDIA H100 PCIe", "H100 PCIe")]
    [InlineData("NVIDIA H100 NVL", "H100 NVL")]
    [InlineData("NVIDIA H200", "H200")]
    [InlineData("NVIDIA B200", "B200")]
    [InlineData("NVIDIA L40S", "L40S")]
    [InlineData("Tesla T4", "T4")]
    [InlineData("Tesla V100-SXM2-16GB", "V100 SXM2")]
    [InlineData("Tesla V100-PCIE-32GB", "V100 PCIe")]
    [InlineData("Tesla P100-PCIE-16GB", "P100 PCIe")]
    [InlineData("NVIDIA GB10", "GB10")]
    [InlineData("NVIDIA GeForce RTX 4070Ti SUPER 16GB", "RTX 4070 Ti SUPER")]
    [InlineData("rtx4060ti", "RTX 4060 Ti")]
    [InlineData("NVIDIA GeForce RTX 4090 D", "RTX 4090 D")]
    [InlineData("GA102 [GeForce RTX 3090]", "RTX 3090")]
    [InlineData("NVIDIA RTX 6000 Ada Generation", "RTX 6000 Ada")]
    [InlineData("NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition", "RTX PRO 6000 Blackwell Max-Q Workstation Edition")]
    [InlineData("Quadro RTX 5000 with Max-Q Design", "Quadro RTX 5000 Max-Q")]
    [InlineData("NVIDIA GeForce RTX 4090 Laptop GPU", "RTX 4090 Laptop")]
    [InlineData("AMD Radeon RX 7900 XTX", "Radeon RX 7900 XTX")]
    [InlineData("Radeon RX 580 Series", "Radeon RX 580")]
    [InlineData("AMD Instinct MI300X OAM", "MI300X")]
    [InlineData("AMD Radeon(TM) 780M Graphics", "Radeon 780M")]
    [InlineData("AMD Radeon(TM) Graphics", "Radeon Graphics")]
    [InlineData("Intel(R) UHD Graphics 630", "UHD Graphics 630")]
    [InlineData("Intel(R) Iris(R) Xe Graphics", "Iris Xe Graphics")]
    [InlineData("Intel(R) Arc(TM) A770 Graphics", "Arc A770")]
    [InlineData("Raspberry Pi 4 Model B Rev 1.4", "Raspberry Pi 4")]
    [InlineData("Raspberry Pi 5 Model B Rev 1.0", "Raspberry Pi 5")]
    [InlineData("BCM2712", "Raspberry Pi 5")]
    [InlineData("NVIDIA Jetson Nano Developer Kit", "Jetson Nano")]
    [InlineData("NVIDIA Jetson Orin Nano Engineering Reference Developer Kit Super", "Jetson Orin Nano Super")]
    [InlineData("NVIDIA Jetson AGX Orin Developer Kit", "Jetson AGX Orin")]
    public void Knows_a_chip_as_tools_write_it(string chip, string row) => Table.Find(chip)!.Name.ShouldBe(row);

    [Theory]
    [InlineData("NVIDIA GeForce RTX 3080", 12288, "RTX 3080 12GB")]
    [InlineData("NVIDIA GeForce RTX 3080", 10240, "RTX 3080")]
    [InlineData("NVIDIA GeForce RTX 3050", 6144, "RTX 3050 6GB")]
    [InlineData("NVIDIA GeForce RTX 4060 Ti", 16380, "RTX 4060 Ti 16GB")]
    [InlineData("NVIDIA H100 PCIe", 81559, "H100 PCIe")]
    [InlineData("NVIDIA GeForce RTX 3050 Laptop GPU", 6144, "RTX 3050 Laptop")]
    public void Memory_tells_chips_apart_that_share_a_name(string chip, long memoryMb, string row) =>
        Table.Find(chip, memoryMb)!.Name.ShouldBe(row);

    [Theory]
    [InlineData("NVIDIA GeForce RTX 9999")]
    [InlineData("NVIDIA GeForce RTX 4070 Ultra")]
    [InlineData("Apple M1 Ultimate")]
    [InlineData("Apple M9")]
    [InlineData("GeForce 1080")]
    [InlineData("Tesla M4")]
    [InlineData("GRID A100-10C")]
    [InlineData("NVIDIA A100-SXM4-40GB MIG 3g.20gb")]
    [InlineData("NVIDIA A40-8Q")]
    [InlineData("Navi 31 [Radeon RX 7900 XT/7900 XTX]")]
    [InlineData("AMD Ryzen 7 5700G with Radeon Graphics")]
    [InlineData("Radeon RX 6800S")]
    [InlineData("AMD EPYC")]
    [InlineData("Orin (nvgpu)")]
    [InlineData("NVIDIA")]
    [InlineData("")]
    [InlineData("[]")]
    public void Guesses_nothing_for_a_similar_name(string chip) => Table.Find(chip).ShouldBeNull();

    [Theory]
    [InlineData("NVIDIA GeForce RTX 4070", "NVIDIA GeForce RTX 4070 Ti")]
    [InlineData("Apple M1", "Apple M1 Pro")]
    [InlineData("NVIDIA GeForce GTX 1080", "NVIDIA GeForce RTX 3080")]
    [InlineData("NVIDIA RTX A4000", "NVIDIA RTX 4000 Ada Generation")]
    [InlineData("Radeon RX 7900 XT", "Radeon RX 7900 XTX")]
    [InlineData("NVIDIA L40", "NVIDIA L4")]
    [InlineData("NVIDIA A16", "Apple A16")]
    [InlineData("NVIDIA A16", "A16 Bionic")]
    public void Different_chips_have_different_rows(string one, string other) =>
        Table.Find(one)!.ShouldNotBeSameAs(Table.Find(other)!);

    [Fact]
    public void A_laptops_chip_without_its_own_row_is_estimated_by_the_desktops()
    {
        Table.Find("NVIDIA GeForce RTX 4090 Laptop GPU")!.Flops.Source.ShouldBe(FigureSource.Table);

        var estimated = Table.Find("NVIDIA GeForce GTX 1660 Ti with Max-Q Design")!;
        estimated.Name.ShouldBe("GTX 1660 Ti");
        estimated.Flops.ShouldBe(new Flops(4.8, 9.6, 19.2) { Source = FigureSource.Estimated });
    }

    [Fact]
    public void A_guess_is_an_estimate() => Table.FlopsOf("Apple M5").Source.ShouldBe(FigureSource.Estimated);

    [Fact]
    public void Every_row_is_found_by_all_its_names_and_has_a_source()
    {
        foreach (var row in Table.Rows)
        {
            foreach (var name in row.Aliases.Prepend(row.Name)) Table.Find(name).ShouldBeSameAs(row);
            row.Citation.Length.ShouldBeGreaterThan(20, row.Name);
            if (row.MemoryMb is { } memory) Table.Find(row.Name, memory).ShouldBeSameAs(row);
        }
    }

    [Fact]
    public void Int8_is_never_slower_than_fp32_nor_fp32_out_of_proportion()
    {
        foreach (var row in Table.Rows)
        {
            row.Flops.Fp32.ShouldNotBeNull(row.Name);
            row.Flops.Fp32!.Value.ShouldBeInRange(0.01, 200, row.Name);
            if (row.Flops.Int8 is { } int8) (int8 / row.Flops.Fp32.Value).ShouldBeInRange(1.8, 65, row.Name);
            if (row.Flops.Fp16 is { } fp16) (fp16 / row.Flops.Fp32.Value).ShouldBeInRange(1 / 65.0, 33, row.Name);
        }
    }

    [Fact]
    public void Rows_that_are_added_count_over_those_that_come_with_it()
    {
        var own = new FlopsRow("NVIDIA GeForce RTX 4090", new Flops(1, 2, 3) { Source = FigureSource.Override });
        var table = Table.With([own, new FlopsRow("RTX 9999", new Flops(500, null, null))]);

        table.Find("rtx 4090").ShouldBeSameAs(own);
        table.Find("RTX 9999", 65536)!.Flops.Fp32.ShouldBe(500);
        table.Find("RTX 4080").ShouldBeSameAs(Table.Find("RTX 4080"));
        Table.FlopsOf("RTX 4090").Fp32.ShouldBe(82.58);
    }

    [Fact]
    public void Adds_what_is_known_and_says_that_it_is_an_estimate_where_a_device_is_not() =>
        FlopsTable.Sum([InTable(1, 2, null), Flops.Unknown, InTable(10, 20, 30)])
            .ShouldBe(new Flops(11, 22, 30) { Source = FigureSource.Estimated });

    [Fact]
    public void A_sum_is_as_good_as_its_worst_figure_and_as_old_as_its_oldest()
    {
        var (first, then) = (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddDays(1));

        var sum = FlopsTable.Sum(
        [
            new Flops(1, 1, 1) { Source = FigureSource.Override, At = then },
            new Flops(2, 2, 2) { Source = FigureSource.Measured, At = first },
        ]);

        sum.ShouldBe(new Flops(3, 3, 3) { Source = FigureSource.Measured, At = first });
    }

    [Fact]
    public void Nothing_is_unknown()
    {
        FlopsTable.Sum([]).ShouldBe(Flops.Unknown);
        FlopsTable.Sum([Flops.Unknown]).ShouldBe(Flops.Unknown);
    }

    private static Flops InTable(double? fp32, double? fp16, double? int8) => new(fp32, fp16, int8) { Source = FigureSource.Table };
}

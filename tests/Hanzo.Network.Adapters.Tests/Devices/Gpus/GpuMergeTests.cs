using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Adapters.Devices.Gpus;

namespace Hanzo.Network.Adapters.Tests.Devices.Gpus;

public sealed class GpuMergeTests
{
    private static readonly FoundGpu Card = new("NVIDIA GeForce RTX 4090", "NVIDIA") { MemoryMb = 24564, Bus = "0000:01:00.0" };
    private static readonly FoundGpu Second = Card with { Bus = "0000:02:00.0" };
    private static readonly FoundGpu Screen = new("Intel UHD Graphics 770", "Intel") { Bus = "0000:00:02.0" };

    [Fact]
    public void The_same_place_is_the_same_gpu_and_fills_what_is_missing() =>
        Merge([Card], [new FoundGpu("NVIDIA GPU 0x2684", "NVIDIA") { Bus = "0000:01:00.0", Driver = "550", IsNameless = true }])
            .ShouldBe([Card with { Driver = "550" }]);

    [Fact]
    public void Other_places_are_other_gpus() => Merge([Card], [Second]).ShouldBe([Card, Second]);

    [Fact]
    public void Without_places_a_vendors_gpus_are_those_that_are_known() =>
        Merge([Card, Second], [Card with { Bus = null, Driver = "1" }, Card with { Bus = null, Driver = "2" }, Card with { Bus = null }])
            .ShouldBe([Card with { Driver = "1" }, Second with { Driver = "2" }]);

    [Fact]
    public void Two_equal_gpus_of_one_source_are_two() =>
        Merge([Card with { Bus = null }, Card with { Bus = null }]).Length.ShouldBe(2);

    [Fact]
    public void A_card_and_a_part_of_the_processor_of_one_vendor_are_two()
    {
        var card = new FoundGpu("Radeon RX 7900 XTX", "AMD");
        var part = new FoundGpu("AMD Radeon Graphics", "AMD") { Bus = "0000:0e:00.0" };

        Merge([card], [part]).ShouldBe([card, part]);
    }

    [Fact]
    public void Cards_come_first() => Merge([Screen, Card]).ShouldBe([Card, Screen]);

    [Theory]
    [InlineData("Intel(R) UHD Graphics 630", true)]
    [InlineData("Intel(R) Arc(TM) Graphics", true)]
    [InlineData("Intel(R) Arc(TM) 140V GPU (16GB)", true)]
    [InlineData("Intel Arc B390", true)]
    [InlineData("Intel(R) Arc(TM) A770 Graphics", false)]
    [InlineData("Intel Arc Pro B60", false)]
    [InlineData("Intel Data Center GPU Flex 170", false)]
    [InlineData("AMD Radeon(TM) Graphics", true)]
    [InlineData("AMD Radeon 780M Graphics", true)]
    [InlineData("AMD Radeon 8060S Graphics", true)]
    [InlineData("AMD Radeon RX Vega 11 Graphics", true)]
    [InlineData("AMD Radeon Vega 8 Graphics", true)]
    [InlineData("AMD Custom GPU 0405", true)]
    [InlineData("AMD Radeon RX 7900 XTX", false)]
    [InlineData("AMD Radeon RX Vega", false)]
    [InlineData("AMD Radeon RX 7600M XT", false)]
    [InlineData("AMD Instinct MI300X", false)]
    [InlineData("AMD Radeon Pro WX 7100 Graphics", false)]
    [InlineData("Apple M3", true)]
    [InlineData("NVIDIA GB10", true)]
    [InlineData("NVIDIA GeForce RTX 4090 Laptop GPU", false)]
    public void Knows_what_is_part_of_a_processor(string name, bool integrated) =>
        GpuVendors.IsIntegrated(new FoundGpu(name, GpuVendors.OfName(name))).ShouldBe(integrated);

    [Theory]
    [InlineData("Microsoft Basic Display Adapter")]
    [InlineData("Microsoft Remote Display Adapter")]
    [InlineData("VMware SVGA 3D")]
    [InlineData("Parsec Virtual Display Adapter")]
    [InlineData("ASPEED Graphics Family(WDDM)")]
    [InlineData("Red Hat QXL controller")]
    [InlineData("Matrox G200eW3")]
    public void Knows_what_is_no_gpu(string name) => GpuVendors.IsVirtual(name).ShouldBeTrue();

    private static System.Collections.Immutable.ImmutableArray<FoundGpu> Merge(params FoundGpu[][] sources) =>
        GpuMerge.Merge(sources.Select(source => System.Collections.Immutable.ImmutableArray.Create(source)));
}

using Hanzo.Network.Devices;

namespace Hanzo.Network.Tests.Devices;

public sealed class FlopsTableTests
{
    [Theory]
    [InlineData("Apple M1", 2.29, 4.58, 9.16)]
    [InlineData("Apple M1 Pro", 5.30, 10.60, 21.20)]
    [InlineData("Apple M1 Max", 10.60, 21.20, 42.40)]
    [InlineData("Apple M2", 3.55, 7.10, 14.20)]
    [InlineData("Apple M3", 3.55, 7.10, 14.20)]
    [InlineData("Apple M3 Max", 14.20, 28.40, 56.80)]
    [InlineData("M4", 4.26, 8.52, 17.04)]
    [InlineData("NVIDIA GeForce RTX 4090", 82.58, 165.16, 330.32)]
    [InlineData("nvidia geforce rtx 4080", 48.74, 97.48, 194.96)]
    [InlineData("RTX 4070", 29, 58, 116)]
    [InlineData("NVIDIA GeForce(R) RTX 3090", 35.6, 71.2, 142.4)]
    [InlineData("NVIDIA GeForce RTX 3080 (10 GB)", 29.8, 59.6, 119.2)]
    public void Knows_the_chip(string chip, double fp32, double fp16, double int8) =>
        FlopsTable.Find(chip).ShouldBe(new Flops(fp32, fp16, int8));

    [Theory]
    [InlineData("NVIDIA GeForce RTX 4070 Ti")]
    [InlineData("NVIDIA GeForce RTX 4090 Laptop GPU")]
    [InlineData("Apple M3 Ultra")]
    [InlineData("AMD EPYC")]
    [InlineData("")]
    public void Guesses_nothing_for_a_similar_name(string chip) => FlopsTable.Find(chip).ShouldBe(Flops.Unknown);

    [Fact]
    public void Adds_devices_and_stays_unknown_where_one_is() =>
        FlopsTable.Sum([new Flops(1, 2, null), new Flops(10, 20, 30)]).ShouldBe(new Flops(11, 22, null));

    [Fact]
    public void Nothing_is_unknown() => FlopsTable.Sum([]).ShouldBe(Flops.Unknown);
}

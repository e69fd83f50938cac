using Hanzo.Network.Devices;
using Hanzo.Network.Node.Api.Bodies;
using Hanzo.Network.Node.Output;

namespace Hanzo.Network.Node.Tests.Output;

public sealed class DeviceTableTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void Tells_processor_gpus_and_where_each_figure_comes_from()
    {
        var text = Write(new DeviceCapabilities
        {
            Model = "Server",
            Chip = "NVIDIA GeForce RTX 4090",
            MemoryMb = 65536,
            MemoryBandwidth = 42.5,
            Flops = new Flops(82.58, 165.16, 330.32) { Source = FigureSource.Table },
            Gpus =
            [
                new GpuDevice("NVIDIA GeForce RTX 4090", 24564)
                {
                    Vendor = "NVIDIA", Driver = "550.54", Flops = new Flops(82.58, 165.16, 330.32) { Source = FigureSource.Table },
                },
            ],
            Cpu = new CpuDevice("AMD EPYC", 16)
            {
                Features = ["avx2", "fma"],
                Flops = new Flops(0.15, null, 0.6) { Source = FigureSource.Measured, At = Now - TimeSpan.FromMinutes(3) },
            },
            Notes = ["something failed."],
        });

        text.ShouldContain("AMD EPYC");
        text.ShouldContain("avx2 fma");
        text.ShouldContain("64 GB, 42.5 GB/s");
        text.ShouldContain("NVIDIA GeForce RTX 4090, NVIDIA, 24 GB, driver 550.54, TFLOPS fp32 82.58, fp16 165.16, int8 330.32 (table)");
        text.ShouldContain("fp32 0.15, fp16 ?, int8 0.6 (measured, 3 min ago)");
        text.ShouldContain("something failed.");
    }

    [Fact]
    public void What_is_unknown_is_a_question_mark_and_never_zero()
    {
        var text = Write(new DeviceCapabilities { Model = "m", Chip = "c", Gpus = [new GpuDevice("AMD GPU 0xabcd", null)] });

        text.ShouldContain("AMD GPU 0xabcd, TFLOPS ?");
        text.ShouldNotContain("0 GB");
    }

    [Theory]
    [InlineData(-5, "just now")]
    [InlineData(59, "just now")]
    [InlineData(150, "2 min ago")]
    [InlineData(7200, "2 h ago")]
    [InlineData(864_000, "10 days ago")]
    public void Ages_are_told_as_people_say_them(int seconds, string words) => Words.Age(TimeSpan.FromSeconds(seconds)).ShouldBe(words);

    [Fact]
    public void A_load_tells_a_gpu_only_where_something_tells_of_it()
    {
        Words.Load(new LoadBody(0.5, 0.25, null, 2, 0, 8)).ShouldBe("cpu 50 %, mem 25 %, 2 of 8 runs");
        Words.Load(new LoadBody(0.5, 0.25, 0.9, 2, 0, 8)).ShouldBe("cpu 50 %, mem 25 %, gpu 90 %, 2 of 8 runs");
    }

    private static string Write(DeviceCapabilities device)
    {
        using var output = new StringWriter();
        DeviceTable.Write(new Screen(output, TextWriter.Null, json: false), DeviceBody.From(device), Now);
        return output.ToString();
    }
}

using Hanzo.Network.Devices;

namespace Hanzo.Network.Tests.Devices;

public sealed class MeasuredThroughputTests
{
    private static readonly Flops Measured = new(0.2, 0.05, 0.4) { Source = FigureSource.Measured, At = ManualTime.Start };
    private static readonly MeasuredThroughput Throughput = new(Measured, 21.5) { Notes = ["measured under load."] };

    [Fact]
    public void A_processor_whose_figures_are_unknown_has_those_that_were_measured()
    {
        var device = Throughput.ApplyTo(Device() with { Cpu = new CpuDevice("EPYC", 2), Notes = ["no GPU."] });

        (device.Flops, device.Cpu!.Flops, device.MemoryBandwidth).ShouldBe((Measured, Measured, 21.5));
        (device.Cpu.Name, device.Cpu.Cores).ShouldBe(("EPYC", 2));
        device.Notes.ShouldBe(["no GPU.", "measured under load."]);
    }

    [Fact]
    public void An_estimate_gives_way_to_what_was_measured() =>
        Throughput.ApplyTo(Device() with { Flops = new Flops(9, 9, 9) { Source = FigureSource.Estimated } }).Flops.ShouldBe(Measured);

    [Fact]
    public void A_table_figure_of_the_chip_stays_and_so_does_what_a_person_says()
    {
        foreach (var source in new[] { FigureSource.Table, FigureSource.Override })
        {
            var known = new Flops(3.55, null, null) { Source = source };

            var device = Throughput.ApplyTo(Device() with { Flops = known });

            (device.Flops, device.Cpu!.Flops).ShouldBe((known, Measured));
        }
    }

    [Fact]
    public void With_GPUs_the_device_stays_as_unknown_as_they_are()
    {
        var device = Throughput.ApplyTo(Device() with { Gpus = [new GpuDevice("odd", null)] });

        (device.Flops, device.Cpu!.Flops).ShouldBe((Flops.Unknown, Measured));
    }

    [Fact]
    public void Jitter_tells_nothing_new_and_a_lasting_change_once()
    {
        var (sustained, at) = (SustainedThroughput.Unknown, TimeSpan.Zero);
        var told = new List<MeasuredThroughput>();
        foreach (var factor in Enumerable.Range(0, 300).Select(second => (second < 150 ? 1 : 0.3) * (0.8 + (second % 5 / 10.0))))
        {
            sustained = sustained.Observe(new MeasuredThroughput(new Flops(100 * factor, null, 400 * factor), 20), at);
            if (told.Count == 0 || !ReferenceEquals(told[^1], sustained.Told)) told.Add(sustained.Told!);
            at += TimeSpan.FromSeconds(1);
        }

        told.Select(one => one.Flops.Fp32!.Value).ShouldBe([80, 30], 2);
        told[^1].Flops.Int8!.Value.ShouldBe(120, 8);
        (told[^1].Flops.Fp16, told[^1].MemoryBandwidth).ShouldBe((null, 20));
    }

    private static DeviceCapabilities Device() => new() { Model = "box", Chip = "EPYC" };
}

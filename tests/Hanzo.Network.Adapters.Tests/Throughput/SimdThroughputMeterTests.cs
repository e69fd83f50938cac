using System.Text.Json.Nodes;
using Hanzo.Network.Adapters.Throughput;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Tests.Throughput;

public sealed class SimdThroughputMeterTests : IDisposable
{
    private static readonly DeviceCapabilities Device =
        new() { Model = "box", Chip = "EPYC", MemoryMb = 1024, Cpu = new CpuDevice("EPYC", 2) };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("hanzo-throughput-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task What_was_measured_once_is_recalled_by_later_processes()
    {
        Meter().Recall(Device).ShouldBeNull();
        var measured = await MeasureAsync();

        measured.Notes.ShouldBeEmpty();
        Meter().Recall(Device).ShouldBe(measured with { Notes = [] }, Same);
        (await MeasuredAnewAsync(Device)).ShouldBeFalse();
    }

    [Fact]
    public async Task Other_hardware_and_another_version_of_the_benchmark_are_measured_anew()
    {
        Keep(Entry(Device));

        (await MeasuredAnewAsync(Device with { MemoryMb = 9000 })).ShouldBeTrue();
        Meter().Recall(Device).ShouldNotBeNull();
        Change(file => file["version"] = SimdBenchmark.Version + 1);
        Meter().Recall(Device).ShouldBeNull();
        (await MeasureAsync()).Notes.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{\"version\":1,\"entries\":")]
    [InlineData("{\"version\":1,\"entries\":[null]}")]
    [InlineData("{\"version\":1}")]
    public async Task A_damaged_file_is_told_and_replaced(string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(CacheFile)!);
        File.WriteAllText(CacheFile, content);

        Meter().Recall(Device).ShouldBeNull();
        (await MeasureAsync()).Notes.ShouldHaveSingleItem().ShouldContain("measured anew");
        Meter().Recall(Device).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(1e6)]
    public void A_figure_out_of_range_is_no_figure(double fp32)
    {
        Keep(Entry(Device));
        Change(file => file["entries"]![0]!["fp32"] = fp32);

        Meter().Recall(Device).ShouldBeNull();
    }

    [Fact]
    public void Of_many_machines_that_share_a_folder_the_latest_are_kept()
    {
        for (var memory = 1; memory <= ThroughputCache.MaxEntries + 3; memory++) Keep(Entry(Sized(memory)));

        Meter().Recall(Sized(3)).ShouldBeNull();
        Meter().Recall(Sized(4)).ShouldNotBeNull();
        Meter().Recall(Sized(ThroughputCache.MaxEntries + 3)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_costs_a_note_only()
    {
        File.WriteAllText(Path.Combine(_folder.FullName, "taken"), "");
        var meter = new SimdThroughputMeter(Path.Combine(_folder.FullName, "taken", "throughput.json"), TimeProvider.System);

        var device = await meter.CompleteAsync(Device, CancellationToken.None);

        device.Flops.Fp32.ShouldNotBeNull();
        device.Notes.ShouldContain(note => note.Contains("could not be kept"));
    }

    [Fact]
    public async Task A_device_is_completed_by_what_was_measured_now_or_earlier()
    {
        var first = await Meter().CompleteAsync(Device, CancellationToken.None);
        var second = await Meter().CompleteAsync(Device, CancellationToken.None);

        (first.Flops.Source, first.Cpu!.Flops.Fp32, first.Chip).ShouldBe((FigureSource.Measured, first.Flops.Fp32, "EPYC"));
        second.Flops.ShouldBe(first.Flops);
        second.MemoryBandwidth.ShouldBe(first.MemoryBandwidth);
    }

    private static readonly IEqualityComparer<MeasuredThroughput?> Same =
        EqualityComparer<MeasuredThroughput?>.Create((a, b) => a?.Flops == b?.Flops && a?.MemoryBandwidth == b?.MemoryBandwidth);

    private string CacheFile => Path.Combine(_folder.FullName, "new", "throughput.json");

    private SimdThroughputMeter Meter() => new(CacheFile, TimeProvider.System);

    private static DeviceCapabilities Sized(int gigabytes) => Device with { MemoryMb = gigabytes * 1024 };

    private static ThroughputEntry Entry(DeviceCapabilities device) =>
        new(HardwareId.Of(device), SimdBenchmark.Threads, DateTimeOffset.UnixEpoch, 0.2, 0.1, 0.4, 20);

    private void Keep(ThroughputEntry entry) => new ThroughputCache(CacheFile).Keep(entry).ShouldBeNull();

    private void Change(Action<JsonNode> change)
    {
        var file = JsonNode.Parse(File.ReadAllText(CacheFile))!;
        change(file);
        File.WriteAllText(CacheFile, file.ToJsonString());
    }

    private async Task<MeasuredThroughput> MeasureAsync()
    {
        await foreach (var measured in Meter().MeasureAsync(Device, CancellationToken.None)) return measured;
        throw new InvalidOperationException("nothing was measured");
    }

    private async Task<bool> MeasuredAnewAsync(DeviceCapabilities device)
    {
        await foreach (var _ in Meter().MeasureAsync(device, CancellationToken.None)) return true;
        return false;
    }
}

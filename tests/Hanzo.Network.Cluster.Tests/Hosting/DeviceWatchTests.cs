using System.Runtime.CompilerServices;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Devices;
using Hanzo.Network.Tests;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Hosting;

public sealed class DeviceWatchTests
{
    private static readonly DeviceCapabilities Found = new() { Model = "box", Chip = "EPYC" };

    private readonly NodeDevice _device = new();
    private readonly ManualTime _time = new();

    [Fact]
    public async Task What_was_measured_earlier_counts_from_the_beginning()
    {
        await Watch(new Meter(_time) { Earlier = Of(0.2) }).LookAsync(told: null, CancellationToken.None);

        (_device.Current.Model, _device.Current.Flops.Fp32).ShouldBe(("box", 0.2));
    }

    [Fact]
    public async Task What_is_measured_now_comes_after_the_device_is_known_without()
    {
        var watch = Watch(new Meter(_time, Of(0.2)));

        await watch.LookAsync(told: null, CancellationToken.None);
        _device.Current.ShouldBe(Found);
        await watch.MeasureAsync(CancellationToken.None);

        _device.Current.Flops.Fp32.ShouldBe(0.2);
    }

    [Fact]
    public async Task What_is_measured_again_and_again_is_told_only_when_it_has_changed_for_long()
    {
        double[] jitter = [.. Enumerable.Range(0, 400).Select(second => 0.2 * (0.8 + (second % 5 / 10.0)))];
        var meter = new Meter(_time, [Of(0.2), .. jitter.Select(Of), .. jitter.Select(figure => Of(figure * 3))]) { Watched = _device };
        var watch = Watch(meter);

        await watch.LookAsync(told: null, CancellationToken.None);
        await watch.MeasureAsync(CancellationToken.None);

        meter.Seen.Count.ShouldBe(2);
        meter.Seen[0].Flops.Fp32.ShouldBe(0.2);
        _device.Current.Flops.Fp32!.Value.ShouldBe(0.6, 0.03);
    }

    [Fact]
    public async Task What_a_person_says_is_neither_looked_at_nor_measured()
    {
        var told = new DeviceCapabilities { Model = "told", Chip = "told" };
        var watch = Watch(new Meter(_time, Of(0.2)) { Earlier = Of(0.3) });

        await watch.LookAsync(told, CancellationToken.None);
        await watch.MeasureAsync(CancellationToken.None);

        _device.Current.ShouldBe(told);
    }

    [Fact]
    public async Task A_meter_that_fails_or_is_missing_leaves_the_device_as_it_is()
    {
        foreach (var meter in new[] { null, new Meter(_time) { Failure = new InvalidOperationException("no") } })
        {
            var watch = Watch(meter);

            await watch.LookAsync(told: null, CancellationToken.None);
            await watch.MeasureAsync(CancellationToken.None);

            _device.Current.ShouldBe(Found);
        }
    }

    [Fact]
    public async Task A_measurement_that_does_not_heed_the_end_is_not_waited_for()
    {
        using var stop = new CancellationTokenSource();
        var endless = new Meter(_time, Of(1)) { Until = new TaskCompletionSource() };
        var watch = Watch(endless);
        await watch.LookAsync(told: null, CancellationToken.None);
        var measuring = watch.MeasureAsync(stop.Token);
        measuring.IsCompleted.ShouldBeFalse();

        await stop.CancelAsync();

        await measuring.WaitAsync(TimeSpan.FromSeconds(10));
        _device.Current.ShouldBe(Found);
    }

    private DeviceWatch Watch(IThroughputMeter? meter) => new(_device, new Probe(), _time, NullLogger<DeviceWatch>.Instance, meter);

    private static MeasuredThroughput Of(double fp32) => new(new Flops(fp32, null, null) { Source = FigureSource.Measured }, null);

    private sealed class Probe : IDeviceProbe
    {
        public Task<DeviceCapabilities> ProbeAsync(CancellationToken cancellation) => Task.FromResult(Found);

        public DeviceLoad ReadLoad() => new(0, 0);
    }

    /// <summary>Measures once a second.</summary>
    private sealed class Meter(ManualTime time, params MeasuredThroughput[] measured) : IThroughputMeter
    {
        public MeasuredThroughput? Earlier { get; init; }

        public Exception? Failure { get; init; }

        /// <summary>Nothing is measured before.</summary>
        public TaskCompletionSource? Until { get; init; }

        public NodeDevice? Watched { get; init; }

        /// <summary>The devices that were told one after the other, those of before the first measurement left out.</summary>
        public List<DeviceCapabilities> Seen { get; } = [];

        public MeasuredThroughput? Recall(DeviceCapabilities device) => Earlier;

        public async IAsyncEnumerable<MeasuredThroughput> MeasureAsync(
            DeviceCapabilities device, [EnumeratorCancellation] CancellationToken cancellation)
        {
            await Task.CompletedTask;
            if (Failure is not null) throw Failure;
            if (Until is not null) await Until.Task;
            foreach (var one in measured)
            {
                yield return one;
                if (Watched is not null && (Seen.Count == 0 || !ReferenceEquals(Seen[^1], Watched.Current))) Seen.Add(Watched.Current);
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }
}

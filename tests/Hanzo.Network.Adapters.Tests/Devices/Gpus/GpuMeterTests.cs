using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Tests;

namespace Hanzo.Network.Adapters.Tests.Devices.Gpus;

public sealed class GpuMeterTests
{
    private readonly ManualTime _time = new();
    private int _looks;

    [Fact]
    public async Task Reading_gives_what_the_last_look_saw_and_starts_the_next_one_when_it_is_time()
    {
        var meter = new GpuMeter(_time, Look(0.5, 0.75));

        meter.Read().ShouldBeNull();
        await meter.Looking;
        meter.Read().ShouldBe(0.5);
        meter.Read().ShouldBe(0.5);
        _looks.ShouldBe(1);

        _time.Advance(GpuMeter.Interval);
        meter.Read().ShouldBe(0.5);
        await meter.Looking;
        meter.Read().ShouldBe(0.75);
        _looks.ShouldBe(2);
    }

    [Fact]
    public async Task Where_nothing_tells_it_is_asked_seldom()
    {
        var meter = new GpuMeter(_time, Look(null, 0.25));
        meter.Read();
        await meter.Looking;

        _time.Advance(GpuMeter.Interval * 2);
        meter.Read().ShouldBeNull();
        _looks.ShouldBe(1);

        _time.Advance(GpuMeter.Rest);
        meter.Read();
        await meter.Looking;
        meter.Read().ShouldBe(0.25);
    }

    [Fact]
    public async Task A_look_that_hangs_does_not_hold_up_readers_and_ends_unknown()
    {
        var meter = new GpuMeter(_time, _ => new TaskCompletionSource<double?>().Task);
        meter.Read().ShouldBeNull();
        meter.Read().ShouldBeNull();

        while (!meter.Looking.IsCompleted)
        {
            _time.Advance(SystemAccess.Limit);
            await Task.Yield();
        }

        meter.Read().ShouldBeNull();
    }

    [Fact]
    public async Task A_look_that_fails_is_unknown()
    {
        var meter = new GpuMeter(_time, _ => throw new IOException("no"));
        meter.Read();
        await meter.Looking;

        meter.Read().ShouldBeNull();
    }

    private Func<CancellationToken, Task<double?>> Look(params double?[] values) => _ =>
        Task.FromResult(values[Math.Min(Interlocked.Increment(ref _looks), values.Length) - 1]);
}

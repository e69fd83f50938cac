using Hanzo.Network.Adapters.Devices;
using Hanzo.Network.Tests;

namespace Hanzo.Network.Adapters.Tests.Devices.Gpus;

public sealed class GpuMeterTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly ManualTime _time = new();
    private int _looks;

    [Fact]
    public async Task Reading_gives_what_the_last_look_saw_and_starts_the_next_one_when_it_is_time()
    {
        var meter = Meter(Tells(0.5), Tells(0.75));

        meter.Read().ShouldBeNull();
        await UntilAsync(meter, 0.5);
        meter.Read().ShouldBe(0.5);
        _looks.ShouldBe(1);

        _time.Advance(GpuMeter.Interval);
        meter.Read().ShouldBe(0.5);
        await UntilAsync(meter, 0.75);
        _looks.ShouldBe(2);
    }

    [Fact]
    public async Task Where_nothing_tells_it_is_asked_seldom()
    {
        var meter = Meter(Tells(0.5), Tells(null), Tells(0.25));
        await UntilAsync(meter, 0.5);
        _time.Advance(GpuMeter.Interval);
        await UntilAsync(meter, null);

        _time.Advance(GpuMeter.Interval * 2);
        meter.Read().ShouldBeNull();
        _looks.ShouldBe(2);

        _time.Advance(GpuMeter.Rest);
        await UntilAsync(meter, 0.25);
    }

    [Fact]
    public async Task A_look_that_fails_is_unknown()
    {
        var meter = Meter(Tells(0.5), () => throw new IOException("no"));
        await UntilAsync(meter, 0.5);
        _time.Advance(GpuMeter.Interval);

        await UntilAsync(meter, null);
    }

    [Fact]
    public async Task A_look_that_never_answers_ends_unknown()
    {
        var meter = Meter(Tells(0.5), () => new TaskCompletionSource<double?>().Task);
        await UntilAsync(meter, 0.5);
        _time.Advance(GpuMeter.Interval);

        await UntilAsync(meter, null, SystemAccess.Limit);
    }

    [Fact]
    public async Task A_look_that_holds_its_thread_ends_unknown_and_has_no_other_beside_it()
    {
        using var end = new ManualResetEventSlim();
        Task<double?> Hang()
        {
            end.Wait(TimeSpan.FromSeconds(30));
            return Task.FromResult<double?>(1);
        }

        var meter = Meter(Tells(0.5), Hang, Tells(0.25));
        await UntilAsync(meter, 0.5);
        _time.Advance(GpuMeter.Interval);
        await UntilAsync(meter, null, SystemAccess.Limit);

        _time.Advance(GpuMeter.Rest * 2);
        meter.Read().ShouldBeNull();
        _looks.ShouldBe(2);
        end.Set();
        await UntilAsync(meter, 0.25);
    }

    /// <summary>Reads until it gives the value; between two readings so much time passes.</summary>
    private async Task UntilAsync(GpuMeter meter, double? wanted, TimeSpan step = default)
    {
        using var deadline = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (meter.Read() != wanted)
        {
            await timer.WaitForNextTickAsync(deadline.Token);
            _time.Advance(step);
        }
    }

    private GpuMeter Meter(params Func<Task<double?>>[] looks) =>
        new(_time, _ => looks[Math.Min(Interlocked.Increment(ref _looks), looks.Length) - 1]());

    private static Func<Task<double?>> Tells(double? value) => () => Task.FromResult(value);
}

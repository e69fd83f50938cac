using System.Collections.Immutable;
using Hanzo.Network.Adapters.Throughput;
using Hanzo.Network.Devices;
using Xunit.Abstractions;

namespace Hanzo.Network.Adapters.Tests.Throughput;

public sealed class SimdBenchmarkTests(ITestOutputHelper output)
{
    /// <summary>5 GHz, two units of 512 bits, a multiplication and an addition each.</summary>
    private const double MostFp32OfACore = 5e9 * 64 / 1e12;

    [Fact]
    public void Figures_are_what_a_processor_can_do_and_two_runs_agree()
    {
        var (first, second) = (Run(), Run());

        first.Notes.ShouldBeEmpty();
        first.Flops.Source.ShouldBe(FigureSource.Measured);
        first.Flops.Fp32!.Value.ShouldBeInRange(double.Epsilon, SimdBenchmark.Threads * MostFp32OfACore);
        first.Flops.Fp16!.Value.ShouldBeInRange(double.Epsilon, SimdBenchmark.Threads * MostFp32OfACore);
        first.Flops.Int8!.Value.ShouldBeInRange(double.Epsilon, SimdBenchmark.Threads * MostFp32OfACore * 8);
        first.MemoryBandwidth!.Value.ShouldBeInRange(0.1, 2000);
        foreach (var (one, other) in Figures(first).Zip(Figures(second))) (one / other).ShouldBeInRange(1 / 3.0, 3);
    }

    [Fact]
    public void It_ends_soon_when_it_is_cancelled()
    {
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Should.Throw<OperationCanceledException>(() => SimdBenchmark.Run(1024, TimeProvider.System, cancelled.Token));
    }

    [Theory]
    [InlineData(0.0)]
    [InlineData(-1.0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(1e6)]
    [InlineData(null)]
    public void What_no_processor_does_is_dropped_with_a_note(double? figure)
    {
        var notes = ImmutableArray.CreateBuilder<string>();

        SimdBenchmark.Checked("fp32", figure, null, DeviceLimits.MaxTflops, notes).ShouldBeNull();

        notes.ShouldHaveSingleItem().ShouldStartWith("fp32 could not be measured:");
    }

    [Fact]
    public void A_failure_on_one_core_is_told_and_ends_the_others()
    {
        var cores = new AllCores(2, TimeProvider.System, CancellationToken.None);
        var made = 0;

        var (rate, problem) = cores.Measure(
            TimeSpan.FromMilliseconds(20),
            () => Interlocked.Increment(ref made) == 1 ? throw new InvalidOperationException("no memory for it") : SimdBenchmark.Fp32());

        (rate, problem).ShouldBe((null, "no memory for it"));
    }

    [Fact]
    public void Every_kind_of_arithmetic_that_this_processor_has_calculates()
    {
        Works<Fp32In128>();
        Works<Fp32In256>();
        Works<Fp32In512>();
        Works<Fp16In128>();
        Works<Fp16In256>();
        Works<Fp16In512>();
        Works<Int8In128>();
        Works<Int8InAvx2>();
        Works<Int8InAvx512>();
        Works<Int8InDot>();
        Works<Int8InVnni>();
    }

    private void Works<T>()
        where T : struct, IRegister<T>
    {
        if (!T.IsSupported) return;
        using var work = new ArithmeticWork<T>();
        work.DoPiece();
        var began = TimeProvider.System.GetTimestamp();
        var done = work.DoPiece();
        output.WriteLine($"{typeof(T).Name}: {done / TimeProvider.System.GetElapsedTime(began).TotalSeconds / 1e9:0.#} GOPS of one core");
        done.ShouldBeGreaterThan(0);
    }

    private MeasuredThroughput Run()
    {
        var measured = SimdBenchmark.Run(4096, TimeProvider.System, CancellationToken.None);
        output.WriteLine($"{measured.Flops} {measured.MemoryBandwidth} GB/s");
        return measured;
    }

    private static double[] Figures(MeasuredThroughput measured) =>
        [measured.Flops.Fp32!.Value, measured.Flops.Fp16!.Value, measured.Flops.Int8!.Value, measured.MemoryBandwidth!.Value];
}

using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Throughput;

/// <summary>What this program achieves on this machine's processor: see <see cref="IRegister{TSelf}"/> for the arithmetic.</summary>
internal static class SimdBenchmark
{
    /// <summary>Grows when figures of different versions cannot be compared.</summary>
    public const int Version = 1;

    private const double Tera = 1e12;
    private const double Giga = 1e9;

    /// <summary>Of memory read by all threads together: more than the caches of most processors hold.</summary>
    private const long MostBytes = 256L << 20;

    /// <summary>Of main memory, at most, is taken for a moment.</summary>
    private const int MemoryShare = 16;

    private static readonly TimeSpan Duration = TimeSpan.FromMilliseconds(200);

    public static int Threads => Environment.ProcessorCount;

    /// <param name="memoryMb">Of the machine; null when unknown.</param>
    public static MeasuredThroughput Run(long? memoryMb, TimeProvider time, CancellationToken cancellation)
    {
        var notes = ImmutableArray.CreateBuilder<string>();
        var cores = new AllCores(Threads, time, cancellation);
        double? Measure(string what, Func<IWork> create, double unit, double most)
        {
            var (rate, problem) = cores.Measure(Duration, create);
            cancellation.ThrowIfCancellationRequested();
            return Checked(what, rate / unit, problem, most, notes);
        }

        var bytes = Math.Min(MostBytes, (memoryMb ?? MostBytes >> 20) * (1L << 20) / MemoryShare) / Threads;
        var fp32 = Measure("fp32", Fp32, Tera, DeviceLimits.MaxTflops);
        var fp16 = Measure("fp16", Fp16, Tera, DeviceLimits.MaxTflops);
        var int8 = Measure("int8", Int8, Tera, DeviceLimits.MaxTflops);
        var bandwidth = Measure("memory bandwidth", () => new ReadingWork(bytes), Giga, DeviceLimits.MaxMemoryBandwidth);
        var flops = new Flops(fp32, fp16, int8) { Source = FigureSource.Measured, At = time.GetUtcNow() };
        return new MeasuredThroughput(flops, bandwidth) { Notes = notes.ToImmutable() };
    }

    /// <summary>Null with a note for what no processor does.</summary>
    internal static double? Checked(string what, double? figure, string? problem, double most, ImmutableArray<string>.Builder notes)
    {
        if (problem is null && figure is { } value && double.IsFinite(value) && value > 0 && value <= most) return value;
        var why = problem ?? string.Create(CultureInfo.InvariantCulture, $"{figure} is not between 0 and {most}.");
        notes.Add($"{what} could not be measured: {why}");
        return null;
    }

    internal static IWork Fp32() =>
        Fp32In512.IsSupported ? new ArithmeticWork<Fp32In512>()
        : Fp32In256.IsSupported ? new ArithmeticWork<Fp32In256>()
        : new ArithmeticWork<Fp32In128>();

    internal static IWork Fp16() =>
        Fp16In512.IsSupported ? new ArithmeticWork<Fp16In512>()
        : Fp16In256.IsSupported ? new ArithmeticWork<Fp16In256>()
        : new ArithmeticWork<Fp16In128>();

    internal static IWork Int8() =>
        Int8InVnni.IsSupported ? new ArithmeticWork<Int8InVnni>()
        : Int8InAvx512.IsSupported ? new ArithmeticWork<Int8InAvx512>()
        : Int8InAvx2.IsSupported ? new ArithmeticWork<Int8InAvx2>()
        : Int8InDot.IsSupported ? new ArithmeticWork<Int8InDot>()
        : new ArithmeticWork<Int8In128>();
}

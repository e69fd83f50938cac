using System.Text.Json.Serialization;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Adapters.Throughput;

/// <summary>What was measured on one hardware, as it is kept in a file.</summary>
/// <param name="Hardware">See <see cref="HardwareId"/>.</param>
/// <param name="Threads">How many were used.</param>
internal sealed record ThroughputEntry(
    string Hardware, int Threads, DateTimeOffset At, double? Fp32, double? Fp16, double? Int8, double? MemoryBandwidth)
{
    public static ThroughputEntry Of(string hardware, int threads, MeasuredThroughput measured) => new(
        hardware,
        threads,
        measured.Flops.At!.Value,
        measured.Flops.Fp32,
        measured.Flops.Fp16,
        measured.Flops.Int8,
        measured.MemoryBandwidth);

    [JsonIgnore]
    public bool IsSane =>
        IsFigure(Fp32, DeviceLimits.MaxTflops) && IsFigure(Fp16, DeviceLimits.MaxTflops) && IsFigure(Int8, DeviceLimits.MaxTflops)
        && IsFigure(MemoryBandwidth, DeviceLimits.MaxMemoryBandwidth);

    public MeasuredThroughput ToMeasured() =>
        new(new Flops(Fp32, Fp16, Int8) { Source = FigureSource.Measured, At = At }, MemoryBandwidth);

    private static bool IsFigure(double? figure, double most) => figure is null or > 0 && figure.GetValueOrDefault() <= most;
}

/// <param name="Version">Of the benchmark: see <see cref="SimdBenchmark.Version"/>.</param>
/// <param name="Entries">The newest first.</param>
internal sealed record ThroughputFile(int Version, ThroughputEntry[] Entries);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(ThroughputFile))]
internal sealed partial class ThroughputJson : JsonSerializerContext;

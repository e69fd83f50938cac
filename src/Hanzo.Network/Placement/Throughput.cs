using Hanzo.Network.Devices;

namespace Hanzo.Network.Placement;

/// <summary>How fast a device counts for placement.</summary>
/// <param name="Tflops">Positive; <see cref="Unknown"/> when the device does not say.</param>
/// <param name="Precision">What it is of: <c>fp16</c>, <c>fp32</c>, <c>int8</c>; null when nothing is known.</param>
/// <param name="Source">Null when nothing is known, or not how.</param>
/// <param name="At">When it was measured or set; null for what does not age.</param>
public sealed record Throughput(double Tflops, string? Precision, FigureSource? Source, DateTimeOffset? At)
{
    /// <summary>What a device counts that does not say its throughput, in TFLOPS.</summary>
    public const double Unknown = 1;

    /// <summary>The better of fp16 and fp32, since some GPUs run half precision at a fraction of full; without both, int8.</summary>
    public static Throughput Of(DeviceCapabilities device)
    {
        var (fp32, fp16, int8) = (Known(device.Flops.Fp32), Known(device.Flops.Fp16), Known(device.Flops.Int8));
        if (fp16 is { } half && !(fp32 > half)) return Of(half, "fp16");
        if (fp32 is { } single) return Of(single, "fp32");
        return int8 is { } whole ? Of(whole, "int8") : new Throughput(Unknown, null, null, null);

        Throughput Of(double tflops, string precision) => new(tflops, precision, device.Flops.Source, device.Flops.At);
    }

    private static double? Known(double? tflops) => tflops is { } value && double.IsFinite(value) && value > 0 ? value : null;
}

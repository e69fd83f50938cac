using System.Globalization;

namespace Hanzo.Network.Devices;

/// <summary>Devices in words. Unknown figures read <c>unknown</c>, never 0.</summary>
public static class CapabilityText
{
    /// <summary><c>fp32: 3.55 TFLOPS, fp16: 7.10 TFLOPS, int8: 14.20 TFLOPS</c>.</summary>
    public static string Format(Flops flops) => $"fp32: {Tflops(flops.Fp32)}, fp16: {Tflops(flops.Fp16)}, int8: {Tflops(flops.Int8)}";

    /// <summary><c>16384MB</c>.</summary>
    public static string FormatMemory(long? megabytes) =>
        megabytes is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known}MB") : "unknown";

    private static string Tflops(double? value) =>
        value is { } known ? string.Create(CultureInfo.InvariantCulture, $"{known:0.00} TFLOPS") : "unknown";
}

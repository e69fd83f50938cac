using System.Collections.Immutable;
using Hanzo.Network.Files;

namespace Hanzo.Network.Devices;

/// <summary>
/// A device as a person describes it: <c>{"model","chip","memory":MB,"flops":{"fp32","fp16","int8"}}</c>, and optionally
/// <c>gpus</c>, <c>cores</c> and <c>labels</c>. A figure of 0 is read as unknown, which is what other tools mean by it.
/// </summary>
public static class DeviceFile
{
    internal static readonly string[] Fields = ["model", "chip", "memory", "flops", "gpus", "cores", "labels", "$schema"];
    internal static readonly string[] FlopsFields = ["fp32", "fp16", "int8"];
    internal static readonly string[] GpuFields = ["name", "memory"];

    /// <param name="file">The name for messages.</param>
    /// <exception cref="InvalidFileException">Names file, line, field and the allowed range.</exception>
    public static DeviceCapabilities Parse(string file, ReadOnlySpan<byte> json) =>
        Read(LocatedJson.Parse(file, json)) with { Source = "file" };

    internal static DeviceCapabilities Read(LocatedJson root)
    {
        root.RequireObject(Fields);
        return new DeviceCapabilities
        {
            Model = root.Require("model").RequireText(DeviceLimits.MaxNameLength),
            Chip = root.Require("chip").RequireText(DeviceLimits.MaxNameLength),
            MemoryMb = Known(root.Integer("memory", 0, DeviceLimits.MaxMemoryMb, "MB")),
            Flops = root.Member("flops") is { } flops ? ReadFlops(flops) : Flops.Unknown,
            Gpus = root.Member("gpus") is { } gpus ? [.. gpus.RequireArray(DeviceLimits.MaxGpus).Select(ReadGpu)] : [],
            Cpu = root.Integer("cores", 1, DeviceLimits.MaxCores, "cores") is { } cores ? new CpuDevice(null, (int)cores) : null,
            Labels = root.Member("labels") is { } labels ? ReadLabels(labels) : [],
        };
    }

    internal static ImmutableArray<string> ReadLabels(LocatedJson labels) =>
        [.. labels.RequireArray(DeviceLimits.MaxLabels).Select(label => label.RequireText(DeviceLimits.MaxNameLength))];

    private static Flops ReadFlops(LocatedJson flops)
    {
        flops.RequireObject(FlopsFields);
        return new Flops(Figure(flops, "fp32"), Figure(flops, "fp16"), Figure(flops, "int8"));
    }

    private static double? Figure(LocatedJson flops, string precision) =>
        flops.Number(precision, 0, DeviceLimits.MaxTflops, "TFLOPS") is { } value and > 0 ? value : null;

    private static GpuDevice ReadGpu(LocatedJson gpu)
    {
        gpu.RequireObject(GpuFields);
        return new GpuDevice(
            gpu.Require("name").RequireText(DeviceLimits.MaxNameLength), Known(gpu.Integer("memory", 0, DeviceLimits.MaxMemoryMb, "MB")));
    }

    private static long? Known(long? value) => value is 0 ? null : value;
}

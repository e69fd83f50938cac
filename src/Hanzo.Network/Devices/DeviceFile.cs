using System.Collections.Immutable;
using System.Globalization;
using Hanzo.Network.Files;

namespace Hanzo.Network.Devices;

/// <summary>
/// A device as a person describes it: <c>{"model","chip","memory":MB,"flops":{"fp32","fp16","int8"}}</c>, and optionally
/// <c>gpus</c>, <c>cpu</c>, <c>cores</c> and <c>labels</c>. A figure of 0 is read as unknown, which is what other tools
/// mean by it. Where <c>flops</c> is left out altogether, the table of chips tells them. The JSON Schema is
/// <see cref="Schemas.Device"/>.
/// </summary>
public static class DeviceFile
{
    internal static readonly string[] Fields = ["model", "chip", "memory", "flops", "gpus", "cpu", "cores", "labels", "$schema"];
    internal static readonly string[] FlopsFields = ["fp32", "fp16", "int8"];
    internal static readonly string[] GpuFields = ["name", "vendor", "memory", "driver", "flops"];
    internal static readonly string[] CpuFields = ["name", "cores", "features"];

    /// <param name="file">The name for messages.</param>
    /// <param name="table">Of chips; null: the one that comes with this version.</param>
    /// <exception cref="InvalidFileException">Names file, line, field and the allowed range.</exception>
    public static DeviceCapabilities Parse(string file, ReadOnlySpan<byte> json, FlopsTable? table = null) =>
        Read(LocatedJson.Parse(file, json), Fields, table ?? FlopsTable.Builtin);

    internal static DeviceCapabilities Read(LocatedJson root, ReadOnlySpan<string> fields, FlopsTable table)
    {
        root.RequireObject(fields);
        var chip = root.Require("chip").RequireText(DeviceLimits.MaxNameLength);
        ImmutableArray<GpuDevice> gpus =
            root.Member("gpus") is { } list ? [.. list.RequireArray(DeviceLimits.MaxGpus).Select(gpu => ReadGpu(gpu, table))] : [];
        return new DeviceCapabilities
        {
            Model = root.Require("model").RequireText(DeviceLimits.MaxNameLength),
            Chip = chip,
            MemoryMb = Known(root.Integer("memory", 0, DeviceLimits.MaxMemoryMb, "MB")),
            Flops = root.Member("flops") is { } flops ? ReadFlops(flops)
                : gpus.IsEmpty ? table.FlopsOf(chip)
                : FlopsTable.Sum([.. gpus.Select(gpu => gpu.Flops)]),
            Gpus = gpus,
            Cpu = ReadCpu(root),
            Labels = root.Member("labels") is { } labels ? ReadLabels(labels) : [],
            Source = "file",
        };
    }

    internal static ImmutableArray<string> ReadLabels(LocatedJson labels) =>
        [.. labels.RequireArray(DeviceLimits.MaxLabels).Select(label => label.RequireText(DeviceLimits.MaxNameLength))];

    private static Flops ReadFlops(LocatedJson flops)
    {
        flops.RequireObject(FlopsFields);
        var read = new Flops(Figure(flops, "fp32"), Figure(flops, "fp16"), Figure(flops, "int8"));
        return read == Flops.Unknown ? read : read with { Source = FigureSource.Override };
    }

    private static double? Figure(LocatedJson flops, string precision) =>
        flops.Number(precision, 0, DeviceLimits.MaxTflops, "TFLOPS") is { } value and > 0 ? value : null;

    private static GpuDevice ReadGpu(LocatedJson gpu, FlopsTable table)
    {
        gpu.RequireObject(GpuFields);
        var name = gpu.Require("name").RequireText(DeviceLimits.MaxNameLength);
        var memory = Known(gpu.Integer("memory", 0, DeviceLimits.MaxMemoryMb, "MB"));
        return new GpuDevice(name, memory)
        {
            Vendor = Text(gpu, "vendor"),
            Driver = Text(gpu, "driver"),
            Flops = gpu.Member("flops") is { } flops ? ReadFlops(flops) : table.FlopsOf(name, memory),
        };
    }

    /// <summary>The cores may stand at the device or at its processor, as people write it.</summary>
    private static CpuDevice? ReadCpu(LocatedJson root)
    {
        var cpu = root.Member("cpu")?.RequireObject(CpuFields);
        var (outer, inner) = (Cores(root), cpu is null ? null : Cores(cpu));
        if (outer is not null && inner is not null && outer != inner)
            throw cpu!.Member("cores")!.Error(
                string.Create(CultureInfo.InvariantCulture, $"is {inner}, but 'cores' is {outer}; one of them suffices."));
        var cores = outer ?? inner;
        if (cpu is null) return cores is null ? null : new CpuDevice(null, cores);
        return new CpuDevice(Text(cpu, "name"), cores)
        {
            Features = cpu.Member("features") is { } features
                ? [.. features.RequireArray(DeviceLimits.MaxFeatures).Select(feature => feature.RequireText(DeviceLimits.MaxFeatureLength))]
                : [],
        };
    }

    private static int? Cores(LocatedJson parent) => (int?)parent.Integer("cores", 1, DeviceLimits.MaxCores, "cores");

    private static string? Text(LocatedJson parent, string name) => parent.Member(name)?.RequireText(DeviceLimits.MaxNameLength);

    private static long? Known(long? value) => value is 0 ? null : value;
}

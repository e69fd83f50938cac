using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Tools.BuiltIn;

/// <summary>A device and how busy it is, as JSON. What is unknown is left out.</summary>
internal static class DeviceReport
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Of(DeviceCapabilities device, DeviceLoad? load)
    {
        var report = Known(
            ("model", device.Model), ("chip", device.Chip), ("processor", device.Cpu?.Name), ("cores", device.Cores),
            ("memory_mb", device.MemoryMb), ("memory_gb_per_second", device.MemoryBandwidth), ("tflops", Of(device.Flops)));
        if (!device.Gpus.IsEmpty) report["gpus"] = new JsonArray([.. device.Gpus.Select(Of)]);
        if (!device.Labels.IsEmpty) report["labels"] = new JsonArray([.. device.Labels.Select(label => JsonValue.Create(label))]);
        if (load is { } busy)
            report["load"] = Known(("cpu", Share(busy.Cpu)), ("memory", Share(busy.Memory)), ("gpu", Share(busy.Gpu)));
        report["source"] = device.Source;
        if (!device.Notes.IsEmpty) report["notes"] = new JsonArray([.. device.Notes.Select(note => JsonValue.Create(note))]);
        return report.ToJsonString(Readable);
    }

    private static JsonObject? Of(Flops flops) => flops is { Fp32: null, Fp16: null, Int8: null }
        ? null
        : Known(
            ("fp32", flops.Fp32), ("fp16", flops.Fp16), ("int8", flops.Int8), ("source", flops.Source?.ToString().ToLowerInvariant()));

    private static JsonNode Of(GpuDevice gpu) => Known(
        ("name", gpu.Name), ("memory_mb", gpu.MemoryMb), ("vendor", gpu.Vendor), ("driver", gpu.Driver), ("tflops", Of(gpu.Flops)));

    /// <summary>0 to 1.</summary>
    private static double? Share(double? share) => share is { } known && double.IsFinite(known) ? Math.Round(known, 3) : null;

    private static JsonObject Known(params ReadOnlySpan<(string Name, JsonNode? Value)> members)
    {
        var known = new JsonObject();
        foreach (var (name, value) in members)
            if (value is not null) known[name] = value;
        return known;
    }
}

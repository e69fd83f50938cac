using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Hanzo.Network.Devices;

/// <summary>
/// A device as JSON between nodes and to users: the form of a device file, with <c>source</c> and <c>notes</c>. Unknown fields
/// are ignored. Usable inside other documents and source-generated contexts.
/// </summary>
public sealed record DeviceDocument
{
    public string Model { get; init; } = "unknown";
    public string Chip { get; init; } = "unknown";

    /// <summary>Megabytes; null: unknown.</summary>
    public long? Memory { get; init; }

    public FlopsDocument? Flops { get; init; }
    public ImmutableArray<GpuDocument>? Gpus { get; init; }
    public int? Cores { get; init; }
    public ImmutableArray<string>? Labels { get; init; }
    public string? Source { get; init; }
    public ImmutableArray<string>? Notes { get; init; }

    public static DeviceDocument From(DeviceCapabilities device) => new()
    {
        Model = device.Model,
        Chip = device.Chip,
        Memory = device.MemoryMb,
        Flops = new FlopsDocument(device.Flops.Fp32, device.Flops.Fp16, device.Flops.Int8),
        Gpus = device.Gpus.IsEmpty ? null : [.. device.Gpus.Select(gpu => new GpuDocument(gpu.Name, gpu.MemoryMb))],
        Cores = device.Cores,
        Labels = device.Labels.IsEmpty ? null : device.Labels,
        Source = device.Source,
        Notes = device.Notes.IsEmpty ? null : device.Notes,
    };

    public DeviceCapabilities ToCapabilities() => new()
    {
        Model = Model,
        Chip = Chip,
        MemoryMb = Memory,
        Flops = Flops is { } flops ? new Flops(flops.Fp32, flops.Fp16, flops.Int8) : Devices.Flops.Unknown,
        Gpus = Gpus is { } gpus ? [.. gpus.Select(gpu => new GpuDevice(gpu.Name, gpu.Memory))] : [],
        Cores = Cores,
        Labels = Labels ?? [],
        Source = Source ?? "detected",
        Notes = Notes ?? [],
    };
}

/// <summary>TFLOPS; null: unknown.</summary>
public sealed record FlopsDocument(double? Fp32, double? Fp16, double? Int8);

public sealed record GpuDocument(string Name, long? Memory);

/// <summary>Bytes and back for a device alone.</summary>
public static class DeviceCodec
{
    public static byte[] Encode(DeviceCapabilities device) =>
        JsonSerializer.SerializeToUtf8Bytes(DeviceDocument.From(device), DeviceJson.Default.DeviceDocument);

    /// <exception cref="JsonException">Not a device.</exception>
    public static DeviceCapabilities Decode(ReadOnlySpan<byte> json) =>
        (JsonSerializer.Deserialize(json, DeviceJson.Default.DeviceDocument) ?? throw new JsonException("a device is null."))
            .ToCapabilities();
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(DeviceDocument))]
internal sealed partial class DeviceJson : JsonSerializerContext;

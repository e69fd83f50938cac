using System.Collections.Immutable;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>A device in the form of a device file, with what is known beyond it.</summary>
/// <param name="Memory">Megabytes; null when unknown.</param>
/// <param name="Vram">Megabytes of the GPU that has most; null when unknown.</param>
internal sealed record DeviceBody(
    string Model,
    string Chip,
    long? Memory,
    FlopsBody Flops,
    ImmutableArray<GpuBody> Gpus,
    long? Vram,
    int? Cores,
    ImmutableArray<string> Labels,
    string Source,
    ImmutableArray<string> Notes)
{
    public static DeviceBody From(DeviceCapabilities device) => new(
        device.Model,
        device.Chip,
        device.MemoryMb,
        new FlopsBody(device.Flops.Fp32, device.Flops.Fp16, device.Flops.Int8),
        [.. device.Gpus.Select(gpu => new GpuBody(gpu.Name, gpu.MemoryMb))],
        device.VramMb,
        device.Cores,
        device.Labels,
        device.Source,
        device.Notes);
}

/// <summary>TFLOPS; null when unknown.</summary>
internal sealed record FlopsBody(double? Fp32, double? Fp16, double? Int8);

/// <param name="Memory">Megabytes; null when unknown.</param>
internal sealed record GpuBody(string Name, long? Memory);

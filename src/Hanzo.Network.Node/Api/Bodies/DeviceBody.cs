using System.Collections.Immutable;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Node.Api.Bodies;

/// <summary>A device in the form of a device file, with what is known beyond it.</summary>
/// <param name="Memory">Megabytes; null when unknown.</param>
/// <param name="Vram">Megabytes of the GPU that has most; null when unknown.</param>
/// <param name="MemoryBandwidth">GB a second; null when unknown.</param>
internal sealed record DeviceBody(
    string Model,
    string Chip,
    long? Memory,
    FlopsBody Flops,
    ImmutableArray<GpuBody> Gpus,
    long? Vram,
    CpuBody? Cpu,
    int? Cores,
    double? MemoryBandwidth,
    ImmutableArray<string> Labels,
    string Source,
    ImmutableArray<string> Notes)
{
    public static DeviceBody From(DeviceCapabilities device) => new(
        device.Model,
        device.Chip,
        device.MemoryMb,
        FlopsBody.From(device.Flops),
        [.. device.Gpus.Select(gpu => new GpuBody(gpu.Name, gpu.Vendor, gpu.MemoryMb, gpu.Driver, FlopsBody.From(gpu.Flops)))],
        device.VramMb,
        device.Cpu is { } cpu ? new CpuBody(cpu.Name, cpu.Cores, cpu.Features, FlopsBody.From(cpu.Flops)) : null,
        device.Cores,
        device.MemoryBandwidth,
        device.Labels,
        device.Source,
        device.Notes);
}

/// <summary>TFLOPS; null when unknown.</summary>
/// <param name="Source"><c>override</c>, <c>measured</c>, <c>table</c> or <c>estimated</c>; null when nothing is known.</param>
/// <param name="At">When they were measured or set; null for what does not age.</param>
internal sealed record FlopsBody(double? Fp32, double? Fp16, double? Int8, string? Source, DateTimeOffset? At)
{
    public static FlopsBody From(Flops flops) =>
        new(flops.Fp32, flops.Fp16, flops.Int8, flops.Source is { } source ? ApiNames.Of(source) : null, flops.At);
}

/// <param name="Memory">Megabytes; null when unknown or shared with the processor.</param>
internal sealed record GpuBody(string Name, string? Vendor, long? Memory, string? Driver, FlopsBody Flops);

internal sealed record CpuBody(string? Name, int? Cores, ImmutableArray<string> Features, FlopsBody Flops);

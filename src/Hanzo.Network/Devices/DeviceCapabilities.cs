using System.Collections.Immutable;

namespace Hanzo.Network.Devices;

/// <summary>TFLOPS by precision; null means unknown, never 0.</summary>
public sealed record Flops(double? Fp32, double? Fp16, double? Int8)
{
    public static readonly Flops Unknown = new(null, null, null);
}

/// <summary>What a device can do.</summary>
public sealed record DeviceCapabilities
{
    public required string Model { get; init; }
    public required string Chip { get; init; }

    /// <summary>Megabytes of main memory; null means unknown.</summary>
    public long? MemoryMb { get; init; }

    public Flops Flops { get; init; } = Flops.Unknown;
    public ImmutableArray<GpuDevice> Gpus { get; init; } = [];

    /// <summary>Megabytes of the GPU that has most, because a model must fit one card; null means unknown.</summary>
    public long? VramMb => Gpus.Max(gpu => gpu.MemoryMb);

    public int? Cores { get; init; }
    public ImmutableArray<string> Labels { get; init; } = [];

    /// <summary>Where the figures come from: <c>detected</c>, <c>file</c>, <c>override</c>.</summary>
    public string Source { get; init; } = "detected";

    /// <summary>What a probe could not tell, in plain words.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];
}

public sealed record GpuDevice(string Name, long? MemoryMb);

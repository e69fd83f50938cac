using System.Collections.Immutable;

namespace Hanzo.Network.Devices;

/// <summary>What a device can do. Null means unknown; no figure of a device is ever 0 for want of knowledge.</summary>
public sealed record DeviceCapabilities
{
    public required string Model { get; init; }

    /// <summary>What does the computing: the first GPU, else the system on a chip or the processor.</summary>
    public required string Chip { get; init; }

    /// <summary>Megabytes of main memory.</summary>
    public long? MemoryMb { get; init; }

    /// <summary>Of all GPUs together; without one, of the chip.</summary>
    public Flops Flops { get; init => field = value ?? Flops.Unknown; } = Flops.Unknown;

    public ImmutableArray<GpuDevice> Gpus { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Megabytes of the GPU that has most, because a model must fit one card.</summary>
    public long? VramMb => Gpus.Max(gpu => gpu.MemoryMb);

    public CpuDevice? Cpu { get; init; }

    /// <summary>GB (10^9 bytes) a second that all cores together read from main memory.</summary>
    public double? MemoryBandwidth { get; init; }

    public int? Cores => Cpu?.Cores;

    public ImmutableArray<string> Labels { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Where the description comes from: <c>detected</c>, <c>file</c>, <c>override</c>.</summary>
    public string Source { get; init; } = "detected";

    /// <summary>What a probe could not tell, in plain words.</summary>
    public ImmutableArray<string> Notes { get; init => field = value.IsDefault ? [] : value; } = [];
}

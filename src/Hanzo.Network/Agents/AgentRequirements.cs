using System.Collections.Immutable;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Agents;

/// <summary>What a node must have to run an agent; null or empty means no requirement. TFLOPS, megabytes.</summary>
public sealed record AgentRequirements
{
    public static readonly AgentRequirements None = new();

    public double? Fp32Tflops { get; init; }
    public double? Fp16Tflops { get; init; }
    public double? Int8Tflops { get; init; }
    public long? MemoryMb { get; init; }

    /// <summary>Of one GPU, see <see cref="DeviceCapabilities.VramMb"/>.</summary>
    public long? VramMb { get; init; }

    public bool Gpu { get; init; }
    public ImmutableArray<string> Labels { get; init => field = value.IsDefault ? [] : value; } = [];
}

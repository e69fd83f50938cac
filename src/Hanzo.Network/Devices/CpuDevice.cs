using System.Collections.Immutable;

namespace Hanzo.Network.Devices;

/// <param name="Cores">Logical processors that this process may use.</param>
public sealed record CpuDevice(string? Name, int? Cores)
{
    /// <summary>Instruction sets that matter for arithmetic, in the kernel's words: <c>avx2</c>, <c>avx512f</c>, <c>asimd</c> …</summary>
    public ImmutableArray<string> Features { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Of all its cores together, as measured by this program.</summary>
    public Flops Flops { get; init => field = value ?? Flops.Unknown; } = Flops.Unknown;
}

using System.Collections.Immutable;

namespace Hanzo.Network.Adapters.Devices;

/// <summary>What one source tells of the machine; null and empty: it does not tell.</summary>
internal sealed record Finding
{
    public static readonly Finding Nothing = new();

    public string? Model { get; init; }

    /// <summary>The system on a chip.</summary>
    public string? Chip { get; init; }

    public long? MemoryMb { get; init; }

    /// <summary>Megabytes that a container or service may use at most.</summary>
    public long? MemoryLimitMb { get; init; }

    public string? CpuName { get; init; }

    /// <summary>Logical processors of the machine.</summary>
    public int? Cores { get; init; }

    /// <summary>Logical processors that this process may use at most.</summary>
    public int? CoreLimit { get; init; }

    public ImmutableArray<string> Features { get; init; } = [];
    public ImmutableArray<FoundGpu> Gpus { get; init; } = [];

    /// <summary>What it could not tell, and why.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    public static Finding Note(string note) => new() { Notes = [note] };
}

/// <summary>A GPU as one source tells of it.</summary>
/// <param name="Vendor">As in <see cref="Hanzo.Network.Adapters.Devices.Gpus.GpuVendors"/>; null when it is none of those.</param>
internal sealed record FoundGpu(string Name, string? Vendor)
{
    /// <summary>Null when unknown or shared with the processor.</summary>
    public long? MemoryMb { get; init; }

    public string? Driver { get; init; }

    /// <summary>Its place, <c>0000:01:00.0</c>, by which two sources mean the same GPU.</summary>
    public string? Bus { get; init; }

    /// <summary>The name is made up of numbers, because the source knows no better.</summary>
    public bool IsNameless { get; init; }
}

namespace Hanzo.Network.Devices;

/// <param name="MemoryMb">Megabytes of its own memory; null when unknown or shared with the processor.</param>
public sealed record GpuDevice(string Name, long? MemoryMb)
{
    /// <summary><c>NVIDIA</c>, <c>AMD</c>, <c>Intel</c>, <c>Apple</c> …</summary>
    public string? Vendor { get; init; }

    /// <summary>The version of its driver, as the vendor writes it.</summary>
    public string? Driver { get; init; }

    public Flops Flops { get; init => field = value ?? Flops.Unknown; } = Flops.Unknown;
}

using System.Collections.Immutable;

namespace Hanzo.Network.Devices;

/// <summary>What a benchmark on the processor came to.</summary>
/// <param name="Flops">Of all cores together.</param>
/// <param name="MemoryBandwidth">GB a second; null when it could not be measured.</param>
public sealed record MeasuredThroughput(Flops Flops, double? MemoryBandwidth)
{
    /// <summary>What could not be measured, in plain words.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>
    /// The processor's figures are what was measured; the whole device's, too, where nothing better is known of it: neither what
    /// a person says nor what the table has of its GPUs or its chip.
    /// </summary>
    public DeviceCapabilities ApplyTo(DeviceCapabilities device)
    {
        var cpu = device.Cpu ?? new CpuDevice(null, null);
        var isKnown = device.Flops is not { Fp32: null, Fp16: null, Int8: null } and not { Source: FigureSource.Estimated };
        return device with
        {
            Cpu = cpu with { Flops = Flops },
            Flops = isKnown || !device.Gpus.IsEmpty ? device.Flops : Flops,
            MemoryBandwidth = MemoryBandwidth ?? device.MemoryBandwidth,
            Notes = [.. device.Notes, .. Notes],
        };
    }
}

namespace Hanzo.Network.Devices;

/// <summary>What a device's throughput is told to be while it is measured again and again: see <see cref="SustainedFigure"/>.</summary>
public sealed record SustainedThroughput
{
    public static readonly SustainedThroughput Unknown = new();

    private SustainedFigure Fp32 { get; init; } = SustainedFigure.Unknown;
    private SustainedFigure Fp16 { get; init; } = SustainedFigure.Unknown;
    private SustainedFigure Int8 { get; init; } = SustainedFigure.Unknown;
    private SustainedFigure MemoryBandwidth { get; init; } = SustainedFigure.Unknown;

    /// <summary>Null until something has been observed.</summary>
    public MeasuredThroughput? Told { get; private init; }

    /// <returns>The same as before where nothing is to be told anew.</returns>
    public SustainedThroughput Observe(MeasuredThroughput observed, TimeSpan at)
    {
        var next = this with
        {
            Fp32 = Fp32.Observe(observed.Flops.Fp32, at),
            Fp16 = Fp16.Observe(observed.Flops.Fp16, at),
            Int8 = Int8.Observe(observed.Flops.Int8, at),
            MemoryBandwidth = MemoryBandwidth.Observe(observed.MemoryBandwidth, at),
        };
        return Told is { } told && next.IsToldAs(told)
            ? next
            : next with
            {
                Told = observed with
                {
                    Flops = observed.Flops with { Fp32 = next.Fp32.Told, Fp16 = next.Fp16.Told, Int8 = next.Int8.Told },
                    MemoryBandwidth = next.MemoryBandwidth.Told,
                },
            };
    }

    private bool IsToldAs(MeasuredThroughput told) =>
        (Fp32.Told, Fp16.Told, Int8.Told) == (told.Flops.Fp32, told.Flops.Fp16, told.Flops.Int8)
        && MemoryBandwidth.Told == told.MemoryBandwidth;
}

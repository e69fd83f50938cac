namespace Hanzo.Network.Devices;

/// <summary>TFLOPS (for int8, tera-operations a second) by precision; null means unknown, never 0.</summary>
public sealed record Flops(double? Fp32, double? Fp16, double? Int8)
{
    public static readonly Flops Unknown = new(null, null, null);

    /// <summary>Null when nothing is known.</summary>
    public FigureSource? Source { get; init; }

    /// <summary>When they were measured or set; null for what does not age, as a table's.</summary>
    public DateTimeOffset? At { get; init; }
}

/// <summary>How a figure came to be known, the most trustworthy first.</summary>
public enum FigureSource
{
    /// <summary>A person said so.</summary>
    Override,

    /// <summary>By running something on the device.</summary>
    Measured,

    /// <summary>From the table of published figures.</summary>
    Table,

    /// <summary>Computed from what is known of the device, such as cores and clock.</summary>
    Estimated,
}

namespace Hanzo.Network.Devices;

/// <summary>
/// A figure as others are told it: it follows what is observed only when that is off by more than <see cref="Tolerance"/> to the
/// same side for longer than <see cref="Patience"/>, so that jitter moves nothing that depends on it.
/// </summary>
public sealed record SustainedFigure
{
    public const double Tolerance = 0.3;

    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static readonly SustainedFigure Unknown = new();

    /// <summary>Null until something has been observed.</summary>
    public double? Told { get; private init; }

    private Departure? Away { get; init; }

    /// <param name="at">Of a clock that nobody sets.</param>
    /// <param name="observed">Null, 0, negative or not finite: nothing was observed.</param>
    public SustainedFigure Observe(double? observed, TimeSpan at)
    {
        if (observed is not { } value || !double.IsFinite(value) || value <= 0) return this;
        if (Told is not { } told) return new SustainedFigure { Told = value };
        if (Math.Abs(value - told) <= told * Tolerance) return Away is null ? this : this with { Away = null };
        var away = Away is { } before && before.IsAbove == value > told ? before.With(value) : new Departure(at, value > told, value, 1);
        return at - away.Since > Patience ? new SustainedFigure { Told = away.Mean } : this with { Away = away };
    }

    /// <summary>What has been observed since the figure left the tolerance; the mean, since the last one may be the oddest.</summary>
    private sealed record Departure(TimeSpan Since, bool IsAbove, double Mean, int Count)
    {
        public Departure With(double value) => this with { Mean = Mean + ((value - Mean) / (Count + 1)), Count = Count + 1 };
    }
}

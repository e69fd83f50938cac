namespace Hanzo.Network.Health;

/// <summary>When a peer is what. All follow from how often a peer is checked that answers.</summary>
/// <param name="Interval">From one check of a healthy peer to the next; <see cref="Least"/> to <see cref="Most"/>.</param>
public sealed record HealthTimings(TimeSpan Interval)
{
    public static readonly TimeSpan Least = TimeSpan.FromSeconds(1);
    public static readonly TimeSpan Most = TimeSpan.FromMinutes(5);
    public static readonly HealthTimings Default = new(TimeSpan.FromSeconds(5));

    /// <summary>Times that a peer may stop answering within <see cref="FlapWindow"/> before it is said to flap.</summary>
    public const int MaxFalls = 3;

    private static readonly TimeSpan LeastFlapWindow = TimeSpan.FromMinutes(1);

    /// <summary>For the answer to a check.</summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>From one check of a peer that is not healthy to the next.</summary>
    public TimeSpan RecheckEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A peer that has not been heard of for longer is suspected.</summary>
    public TimeSpan SuspectAfter => Interval + AnswerWithin;

    /// <summary>Then five more checks have stayed without an answer.</summary>
    public TimeSpan UnreachableAfter => SuspectAfter + (5 * RecheckEvery);

    /// <summary>A peer that had been lost must answer for so long before it is healthy again.</summary>
    public TimeSpan SettledAfter => 2 * RecheckEvery;

    public TimeSpan FlapWindow => Interval * 12 > LeastFlapWindow ? Interval * 12 : LeastFlapWindow;

    /// <summary>A peer that flapped must answer for so long without a break.</summary>
    public TimeSpan SteadyAfter => FlapWindow / 2;
}

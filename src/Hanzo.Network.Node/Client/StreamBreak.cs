namespace Hanzo.Network.Node.Client;

/// <summary>
/// Since when a stream has not gone on. One that is opened has not gone on yet, as it may end at once; one that was open for a while has,
/// whether anything came or not, and what ends it is another break. Pure.
/// </summary>
/// <param name="Since">When it broke; null: it did not.</param>
/// <param name="Opened">Null: it is not open.</param>
internal sealed record StreamBreak(TimeSpan? Since, TimeSpan? Opened)
{
    public static readonly TimeSpan GoesOnAfter = TimeSpan.FromSeconds(2);
    public static readonly StreamBreak None = new(null, null);

    public StreamBreak Open(TimeSpan now) => this with { Opened = now };

    public StreamBreak GoOn() => this with { Since = null };

    public StreamBreak Break(TimeSpan now) => new(now - Opened >= GoesOnAfter ? now : Since ?? now, null);
}

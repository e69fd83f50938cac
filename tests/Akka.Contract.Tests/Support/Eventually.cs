namespace Akka.Contract.Tests.Support;

/// <summary>Waits for conditions, bounded.</summary>
internal static class Eventually
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <exception cref="TimeoutException">It did not come true; names <paramref name="what"/>.</exception>
    public static async Task Is(Func<bool> condition, string what, TimeSpan? patience = null)
    {
        using var timer = new PeriodicTimer(Interval);
        var until = TimeProvider.System.GetTimestamp();
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(until) > (patience ?? Patience))
                throw new TimeoutException($"Not within {(patience ?? Patience).TotalSeconds} s: {what}");
            await timer.WaitForNextTickAsync();
        }
    }
}

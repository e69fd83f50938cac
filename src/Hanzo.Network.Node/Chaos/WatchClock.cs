using System.Diagnostics;

namespace Hanzo.Network.Node.Chaos;

/// <summary>The clock that steps and kills are timed by: it only goes on, and has no date.</summary>
internal static class WatchClock
{
    public static TimeSpan Now => Stopwatch.GetElapsedTime(0);
}

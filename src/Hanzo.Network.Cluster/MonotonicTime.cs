namespace Hanzo.Network.Cluster;

internal static class MonotonicTime
{
    /// <summary>Time since some start that is one for the process; nobody sets it, so silence is measured by it.</summary>
    public static TimeSpan Elapsed(this TimeProvider time) => time.GetElapsedTime(0);
}

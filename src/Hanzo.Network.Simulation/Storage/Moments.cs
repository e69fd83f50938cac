namespace Hanzo.Network.Simulation.Storage;

/// <summary>What the world's parts ask of its clock.</summary>
internal static class Moments
{
    /// <summary>Since the start of the world.</summary>
    public static TimeSpan Now(this TimeProvider time) => time.GetElapsedTime(0);

    public static void After(this TimeProvider time, TimeSpan delay, Action action) =>
        time.CreateTimer(static state => ((Action)state!)(), action, delay, Timeout.InfiniteTimeSpan);
}

namespace Hanzo.Network.Cluster.Tests.Support;

/// <summary>Every wait of a test is bounded.</summary>
internal static class Waiting
{
    public static Task Within(this Task task, double seconds) => task.WaitAsync(TimeSpan.FromSeconds(seconds));

    public static Task<T> Within<T>(this Task<T> task, double seconds) => task.WaitAsync(TimeSpan.FromSeconds(seconds));
}

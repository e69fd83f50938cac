namespace Hanzo.Network.Cluster.Tests.Joining;

/// <summary>Awaits what becomes true by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    public static async Task ShouldBeAsync<T>(Func<T> actual, T expected, TimeSpan? within = null)
    {
        await TrueAsync(() => EqualityComparer<T>.Default.Equals(actual(), expected), within, () => $"{actual()} instead of {expected}");
    }

    public static async Task TrueAsync(Func<bool> condition, TimeSpan? within = null, Func<string>? otherwise = null)
    {
        var deadline = within ?? JoiningNode.Patience;
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Every);
        while (!condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > deadline) throw new TimeoutException(otherwise?.Invoke() ?? "not true in time");
            await timer.WaitForNextTickAsync();
        }
    }
}

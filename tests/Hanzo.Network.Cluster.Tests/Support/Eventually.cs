using Hanzo.Network.Cluster.Tests.Joining;

namespace Hanzo.Network.Cluster.Tests.Support;

/// <summary>Awaits what becomes true by itself.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(20);

    public static async Task ShouldBeAsync<T>(Func<T> actual, T expected, TimeSpan? within = null)
    {
        await TrueAsync(() => EqualityComparer<T>.Default.Equals(actual(), expected), within, () => $"{actual()} instead of {expected}");
    }

    public static Task TrueAsync(Func<bool> condition, TimeSpan? within = null, Func<string>? otherwise = null) =>
        TrueAsync(() => Task.FromResult(condition()), within, otherwise);

    public static async Task TrueAsync(Func<Task<bool>> condition, TimeSpan? within = null, Func<string>? otherwise = null)
    {
        var deadline = within ?? JoiningNode.Patience;
        var began = TimeProvider.System.GetTimestamp();
        using var timer = new PeriodicTimer(Every);
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > deadline) throw new TimeoutException(otherwise?.Invoke() ?? "not true in time");
            await timer.WaitForNextTickAsync();
        }
    }
}

namespace Hanzo.Network.Cluster.Tests.Support;

/// <summary>Every wait of a test is bounded.</summary>
internal static class Waiting
{
    public static Task Within(this Task task, double seconds) => task.WaitAsync(TimeSpan.FromSeconds(seconds));

    public static Task<T> Within<T>(this Task<T> task, double seconds) => task.WaitAsync(TimeSpan.FromSeconds(seconds));

    /// <summary>Between two looks at a condition that nothing announces.</summary>
    public static async Task AMoment()
    {
        var moment = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var time = TimeProvider.System;
        await using var timer = time.CreateTimer(_ => moment.SetResult(), null, TimeSpan.FromMilliseconds(10), Timeout.InfiniteTimeSpan);
        await moment.Task;
    }
}

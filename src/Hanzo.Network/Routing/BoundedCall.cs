using System.Globalization;
using Hanzo.Network.Conversations;

namespace Hanzo.Network.Routing;

/// <summary>Calls of what is not ours: a model, embeddings, a delegate of the user.</summary>
internal static class BoundedCall
{
    /// <summary>Returns after the time at the latest, whether or not the call heeds its token, which is cancelled then.</summary>
    /// <exception cref="TimeoutException">It took longer.</exception>
    public static async Task<T> WithinAsync<T>(
        TimeSpan most, TimeProvider time, Func<CancellationToken, Task<T>> call, CancellationToken cancellation)
    {
        var limit = new CancellationTokenSource(most, time);
        Task<T>? task = null;
        try
        {
            task = call(limit.Token);
            return await task.WaitAsync(most, time, cancellation);
        }
        finally
        {
            // What goes on nevertheless is cut by the timer.
            if (task?.IsCompleted != false) limit.Dispose();
        }
    }

    /// <summary>The end of a sentence about who failed.</summary>
    public static string Failure(Exception error, TimeSpan most) => error is TimeoutException or OperationCanceledException
        ? string.Create(CultureInfo.InvariantCulture, $"took more than {most.TotalSeconds:0.###} s")
        : $"failed with {error.GetType().Name}: {TextLimit.Cut(error.Message, RouteNote.MaxReason)}";
}

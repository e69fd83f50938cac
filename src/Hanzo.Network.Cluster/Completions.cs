namespace Hanzo.Network.Cluster;

/// <summary>
/// Task sources whose awaiters do not go on inside the call that completes them. Under a synchronization context, such as a
/// simulation's, it brings them back by itself, and the thread pool must stay out of it.
/// </summary>
internal static class Completions
{
    public static TaskCompletionSource New() => new(Options);

    public static TaskCompletionSource<T> New<T>() => new(Options);

#pragma warning disable RS0030 // Only where nothing else would bring the awaiters back.
    private static TaskCreationOptions Options =>
        SynchronizationContext.Current is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None;
#pragma warning restore RS0030
}

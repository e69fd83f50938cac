namespace Akka.Embedded.Runtime;

internal sealed class ThreadPoolExecutor : IExecutor
{
    public static readonly ThreadPoolExecutor Instance = new();

    /// <summary>
    /// One item in so many goes to the pool's global queue, which is first in, first out. The others stay with the thread, last in,
    /// first out: what an actor sends is handled where it is still in the cache. Without the exceptions a few busy actors would
    /// keep a thread from everything else for good.
    /// </summary>
    private const int GlobalEvery = 16;

    [ThreadStatic]
    private static int _count;

    public void Execute(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: ++_count % GlobalEvery != 0);
}

namespace Akka.Embedded.Runtime;

internal sealed class ThreadPoolExecutor : IExecutor
{
    public static readonly ThreadPoolExecutor Instance = new();

    // The global queue is first in, first out: a pair of busy actors cannot starve the others as the thread-local stacks would.
    public void Execute(IThreadPoolWorkItem item) => ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: false);
}

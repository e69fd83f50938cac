using Akka.Embedded.Cells;

namespace Akka.Embedded.Runtime;

/// <summary>
/// The thread pool. What an actor sets off on its turn stays with the thread, last in, first out: it is handled where it still is in
/// the cache. All else, an actor's own next turn as well, goes to the pool's global queue, which is first in, first out.
/// </summary>
internal sealed class ThreadPoolExecutor : IExecutor
{
    public static readonly ThreadPoolExecutor Instance = new();

    /// <summary>Of what would stay, one in so many does not: else a few busy actors could keep a thread from everything else.</summary>
    private const int GlobalEvery = 16;

    [ThreadStatic]
    private static int _stayed;

    public void Execute(IThreadPoolWorkItem item) =>
        ThreadPool.UnsafeQueueUserWorkItem(item, preferLocal: ActorCell.Current is not null && ++_stayed % GlobalEvery != 0);
}

using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>
/// Free segments by size: a list per thread, and shared chains through which a thread that only consumes feeds one that only produces.
/// </summary>
internal static class MessageSegmentPool
{
    /// <summary>
    /// A queue begins small, since most never need more, and grows by segment. 144 bytes, 0.6 KB and 2.1 KB each; free are at most
    /// 9 + 19 + 34 KB per thread and 0.3 + 0.6 + 1.1 MB shared.
    /// </summary>
    private static readonly Shelf[] Shelves =
    [
        new(size: 0, capacity: 4, chainLength: 32, maxChains: 64),
        new(size: 1, capacity: 32, chainLength: 16, maxChains: 64),
        new(size: 2, capacity: 128, chainLength: 8, maxChains: 64),
    ];

    [ThreadStatic]
    private static FreeList[]? _free;

    private static FreeList[] Free => _free ??= new FreeList[Shelves.Length];

    /// <summary>A segment that holds the message.</summary>
    /// <param name="before">The one before it in the queue, if any.</param>
    public static MessageSegment Rent(MessageSegment? before, object message, IActorRef? sender)
    {
        var size = before is null ? 0 : Math.Min(before.Size + 1, Shelves.Length - 1);
        var segment = Shelves[size].Rent(ref Free[size]);
        segment.Open(message, sender);
        return segment;
    }

    /// <summary>Takes back an empty segment that is full or closed.</summary>
    public static void Return(MessageSegment segment)
    {
        segment.Previous = null;
        Shelves[segment.Size].Return(segment, ref Free[segment.Size]);
    }

    /// <summary>Takes back a rented segment that was not used. One that a late producer has touched is left to the collector.</summary>
    public static void Withdraw(MessageSegment segment)
    {
        if (!segment.TryClose(1))
            return;
        segment.Take(0, out _);
        Return(segment);
    }

    private struct FreeList
    {
        public MessageSegment? First;
        public int Count;
    }

    private sealed class Shelf(int size, int capacity, int chainLength, int maxChains)
    {
        private readonly ConcurrentStack<MessageSegment> _chains = new();
        private int _chainCount;

        public MessageSegment Rent(ref FreeList free)
        {
            var segment = free.First ?? Refill(ref free);
            free.First = segment.Next;
            free.Count--;
            segment.Next = null;
            return segment;
        }

        public void Return(MessageSegment segment, ref FreeList free)
        {
            if (free.Count >= 2 * chainLength)
                GiveChain(ref free);
            segment.Next = free.First;
            free.First = segment;
            free.Count++;
        }

        private MessageSegment Refill(ref FreeList free)
        {
            if (_chains.TryPop(out var chain))
            {
                Interlocked.Decrement(ref _chainCount);
                free.Count = chainLength;
                return chain;
            }
            free.Count = 1;
            return new MessageSegment(capacity, size);
        }

        private void GiveChain(ref FreeList free)
        {
            var first = free.First!;
            var last = first;
            for (var i = 1; i < chainLength; i++)
                last = last.Next!;
            free.First = last.Next;
            free.Count -= chainLength;
            last.Next = null;
            if (Interlocked.Increment(ref _chainCount) <= maxChains)
                _chains.Push(first);
            else
                Interlocked.Decrement(ref _chainCount);
        }
    }
}

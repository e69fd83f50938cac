using System.Collections.Concurrent;
using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>
/// Free segments of two sizes: a list per thread, and shared chains through which a thread that only consumes feeds one that only
/// produces.
/// </summary>
internal static class MessageSegmentPool
{
    /// <summary>Slots of a queue's first segment: most queues never need more.</summary>
    private const int SmallCapacity = 8;

    private const int LargeCapacity = 128;

    // 240 bytes each: at most 15 KB per thread and 0.5 MB shared.
    private static readonly Shelf Small = new(SmallCapacity, chainLength: 32, maxChains: 64);

    // 2.1 KB each: at most 34 KB per thread and 1.1 MB shared.
    private static readonly Shelf Large = new(LargeCapacity, chainLength: 8, maxChains: 64);

    [ThreadStatic]
    private static FreeList? _small;

    [ThreadStatic]
    private static FreeList? _large;

    /// <summary>A segment that holds the message.</summary>
    public static MessageSegment Rent(bool small, object message, IActorRef? sender)
    {
        var segment = small ? Small.Rent(_small ??= new FreeList()) : Large.Rent(_large ??= new FreeList());
        segment.Open(message, sender);
        return segment;
    }

    /// <summary>Takes back an empty segment that is full or closed.</summary>
    public static void Return(MessageSegment segment)
    {
        segment.Previous = null;
        if (segment.Capacity == SmallCapacity)
            Small.Return(segment, _small ??= new FreeList());
        else
            Large.Return(segment, _large ??= new FreeList());
    }

    /// <summary>Takes back a rented segment that was not used. One that a late producer has touched is left to the collector.</summary>
    public static void Withdraw(MessageSegment segment)
    {
        if (!segment.TryClose(1))
            return;
        segment.Take(0, out _);
        Return(segment);
    }

    private sealed class FreeList
    {
        public MessageSegment? First;
        public int Count;
    }

    private sealed class Shelf(int capacity, int chainLength, int maxChains)
    {
        private readonly ConcurrentStack<MessageSegment> _chains = new();
        private int _chainCount;

        public MessageSegment Rent(FreeList free)
        {
            var segment = free.First ?? Refill(free);
            free.First = segment.Next;
            free.Count--;
            segment.Next = null;
            return segment;
        }

        public void Return(MessageSegment segment, FreeList free)
        {
            if (free.Count >= 2 * chainLength)
                GiveChain(free);
            segment.Next = free.First;
            free.First = segment;
            free.Count++;
        }

        private MessageSegment Refill(FreeList free)
        {
            if (_chains.TryPop(out var chain))
            {
                Interlocked.Decrement(ref _chainCount);
                free.Count = chainLength;
                return chain;
            }
            free.Count = 1;
            return new MessageSegment(capacity);
        }

        private void GiveChain(FreeList free)
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

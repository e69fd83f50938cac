using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>
/// A run of message slots that many producers fill and one consumer empties. Segments are recycled, so a producer may hold one
/// that has gone on to another queue; each use is therefore a numbered life, and a reservation counts only in the life it was
/// meant for. One atomic addition reserves a slot and tells life and slot together.
/// </summary>
internal sealed class MessageSegment(int capacity, int size)
{
    /// <summary>Far above every capacity and far below an overflow into the life number by late reservations.</summary>
    private const int Closed = 1 << 30;

    /// <summary>Fills a slot that was reserved for an earlier life; the consumer skips it.</summary>
    private static readonly object Skipped = new();

    private readonly Slot[] _slots = new Slot[capacity];
    private long _lifeAndReserved = Closed;

    /// <summary>The segment that was the newest when this one was added. For the consumer: what to take before.</summary>
    public MessageSegment? Previous { get; set; }

    /// <summary>The consumer's way on; null for the newest that it knows, and for what rests in the pool: the next there.</summary>
    public MessageSegment? Next { get; set; }

    public int Capacity => _slots.Length;

    /// <summary>Its place in the pool's order of sizes.</summary>
    public int Size => size;

    /// <summary>Identifies this use; read it, then make sure that the segment still is where it was found.</summary>
    public long Life => Volatile.Read(ref _lifeAndReserved) >> 32;

    /// <summary>Begins a new life with one message.</summary>
    public void Open(object message, IActorRef? sender)
    {
        _slots[0].Sender = sender;
        _slots[0].Message = message;
        Volatile.Write(ref _lifeAndReserved, ((Life + 1) << 32) | 1);
    }

    /// <summary>False when it is full or closed, or when its life is another.</summary>
    public bool TryAdd(long life, object message, IActorRef? sender)
    {
        if (unchecked((int)Volatile.Read(ref _lifeAndReserved)) >= _slots.Length)
            return false;
        var before = Interlocked.Increment(ref _lifeAndReserved) - 1;
        var index = unchecked((int)before);
        if (index >= _slots.Length)
            return false;
        ref var slot = ref _slots[index];
        if (before >> 32 != life)
        {
            Volatile.Write(ref slot.Message, Skipped);
            return false;
        }
        slot.Sender = sender;
        Volatile.Write(ref slot.Message, message);
        return true;
    }

    /// <summary>For the consumer: what is at <paramref name="index"/>, or null when nothing is there yet.</summary>
    public object? Take(int index, out IActorRef? sender)
    {
        ref var slot = ref _slots[index];
        var message = Volatile.Read(ref slot.Message);
        sender = slot.Sender;
        if (message is not null)
            slot = default;
        return message;
    }

    /// <summary>For the consumer: no slot from <paramref name="index"/> on is given away any more; false if one was already.</summary>
    public bool TryClose(int index)
    {
        var state = Volatile.Read(ref _lifeAndReserved);
        return unchecked((int)state) == index
            && Interlocked.CompareExchange(ref _lifeAndReserved, state - index + Closed, state) == state;
    }

    /// <summary>For the consumer: gives no slot away any more; returns how many there are.</summary>
    public int Close() => Math.Min(unchecked((int)Interlocked.Or(ref _lifeAndReserved, Closed)), _slots.Length);

    public static bool IsSkipped(object message) => ReferenceEquals(message, Skipped);

    private struct Slot
    {
        public object? Message;
        public IActorRef? Sender;
    }
}

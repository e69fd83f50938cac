using Akka.Actor;

namespace Akka.Embedded.Cells;

/// <summary>
/// Messages from many producers to one consumer, in the order of each producer, in recycled segments: empty, it holds none. The
/// reference to the newest segment is the state of the consumer as well: null is at rest, so that whoever adds the first message
/// is the one to wake it; <see cref="Busy"/> is awake without messages; <see cref="Ended"/> takes no more.
/// </summary>
internal struct MessageQueue
{
    private static readonly MessageSegment Busy = new(capacity: 0, size: -1);
    private static readonly MessageSegment Ended = new(capacity: 0, size: -1);

    private MessageSegment? _newest;
    private MessageSegment? _oldest;
    private int _index;

    public readonly bool IsAtRest => Volatile.Read(in _newest) is null;

    /// <summary>One atomic addition, but for the first message of a segment.</summary>
    public Added Add(object message, IActorRef? sender) =>
        TryAddTo(Volatile.Read(ref _newest), message, sender) ? Added.ToOthers : AddSegment(message, sender);

    /// <summary>True when the consumer was at rest and now is to be woken by the caller.</summary>
    public bool TryWake() => IsAtRest && Interlocked.CompareExchange(ref _newest, Busy, null) is null;

    /// <summary>For the consumer: the next message, or null when there is none or the next one is just being written.</summary>
    public object? Take(out IActorRef? sender)
    {
        while (true)
        {
            if (_oldest is not { } segment)
            {
                sender = null;
                _index = 0;
                _oldest = LinkNewer(Volatile.Read(ref _newest), null);
                if (_oldest is null)
                    return null;
                continue;
            }
            if (_index < segment.Capacity)
            {
                if (segment.Take(_index, out sender) is { } message)
                {
                    _index++;
                    if (MessageSegment.IsSkipped(message))
                        continue;
                    return message;
                }
                if (Volatile.Read(ref _newest) == segment || !TryCloseOldest(segment))
                    return null;
            }
            sender = null;
            if (!GoOn(segment))
                return null;
        }
    }

    /// <summary>For the consumer: false when it has to go on, because there is or soon will be a message.</summary>
    public bool TryRest()
    {
        if (_oldest is not { } segment)
            return Interlocked.CompareExchange(ref _newest, null, Busy) == Busy;
        if ((_index < segment.Capacity && !TryCloseOldest(segment)) || segment.Next is not null)
            return false;
        // From the exchange on the next turn may be running elsewhere.
        _oldest = null;
        if (Interlocked.CompareExchange(ref _newest, null, segment) == segment)
        {
            MessageSegmentPool.Return(segment);
            return true;
        }
        _oldest = segment;
        return false;
    }

    /// <summary>For the consumer: takes no more; what is left comes to <paramref name="dead"/>.</summary>
    public void End(Action<object, IActorRef?> dead)
    {
        var newest = Interlocked.Exchange(ref _newest, Ended);
        var newer = LinkNewer(newest, _oldest);
        if (_oldest is null)
            (_oldest, _index) = (newer, 0);
        else
            _oldest.Next = newer;
        while (_oldest is { } segment)
        {
            for (var count = _index < segment.Capacity ? segment.Close() : 0; _index < count; _index++)
            {
                var message = WaitFor(segment, out var sender);
                if (!MessageSegment.IsSkipped(message))
                    dead(message, sender);
            }
            _oldest = segment.Next;
            _index = 0;
            MessageSegmentPool.Return(segment);
        }
    }

    private bool TryAddTo(MessageSegment? newest, object message, IActorRef? sender)
    {
        if (newest is null)
            return false;
        var life = newest.Life;
        return Volatile.Read(ref _newest) == newest && newest.TryAdd(life, message, sender);
    }

    private Added AddSegment(object message, IActorRef? sender)
    {
        MessageSegment? own = null;
        var newest = Volatile.Read(ref _newest);
        while (newest != Ended)
        {
            own ??= MessageSegmentPool.Rent(newest, message, sender);
            own.Previous = newest == Busy ? null : newest;
            var seen = Interlocked.CompareExchange(ref _newest, own, newest);
            if (ReferenceEquals(seen, newest))
                return newest is null ? Added.ToNone : Added.ToOthers;
            newest = seen;
            if (!TryAddTo(newest, message, sender))
                continue;
            MessageSegmentPool.Withdraw(own);
            return Added.ToOthers;
        }
        if (own is not null)
            MessageSegmentPool.Withdraw(own);
        return Added.Refused;
    }

    private bool TryCloseOldest(MessageSegment segment)
    {
        if (!segment.TryClose(_index))
            return false;
        _index = segment.Capacity;
        return true;
    }

    private bool GoOn(MessageSegment emptied)
    {
        if ((emptied.Next ?? LinkNewer(Volatile.Read(ref _newest), emptied)) is not { } next)
            return false;
        _oldest = next;
        _index = 0;
        MessageSegmentPool.Return(emptied);
        return true;
    }

    /// <summary>Producers link back; this links forward what came after <paramref name="last"/>, and returns the first of it.</summary>
    private static MessageSegment? LinkNewer(MessageSegment? newest, MessageSegment? last)
    {
        MessageSegment? next = null;
        if (newest == Busy || newest == Ended)
            return null;
        for (var segment = newest; segment != last; segment = segment!.Previous)
        {
            segment!.Next = next;
            next = segment;
        }
        return next;
    }

    // A producer has taken the slot and is a few instructions, or a change of threads, from filling it.
    private readonly object WaitFor(MessageSegment segment, out IActorRef? sender)
    {
        var spin = new SpinWait();
        object? message;
        while ((message = segment.Take(_index, out sender)) is null)
            spin.SpinOnce();
        return message;
    }
}

/// <summary>What a message met: other messages or an awake consumer, a consumer at rest, or the end.</summary>
internal enum Added
{
    ToOthers,
    ToNone,
    Refused,
}

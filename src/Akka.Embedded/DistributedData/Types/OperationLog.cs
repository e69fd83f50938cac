namespace Akka.Embedded.Replication;

/// <summary>An operation of a delta that may absorb the one that follows it.</summary>
internal interface IOperation<TOperation>
{
    /// <summary>Null: the two stay apart.</summary>
    TOperation? Absorb(TOperation later);
}

/// <summary>
/// Operations in their order. Appending shares the array with all logs that were appended to before; a slot is given once, so that a log
/// that is appended to a second time takes a copy.
/// </summary>
internal sealed class OperationLog<TOperation>
    where TOperation : class, IOperation<TOperation>
{
    private const int FirstCapacity = 4;
    private readonly TOperation?[] _earlier;
    private readonly int _earlierCount;
    private readonly TOperation _last;

    public OperationLog(TOperation only)
        : this([], 0, only)
    {
    }

    private OperationLog(TOperation?[] earlier, int earlierCount, TOperation last)
    {
        _earlier = earlier;
        _earlierCount = earlierCount;
        _last = last;
    }

    public int Count => _earlierCount + 1;

    public TOperation this[int index] => index == _earlierCount ? _last : _earlier[index]!;

    public OperationLog<TOperation> Append(TOperation operation)
    {
        if (_last.Absorb(operation) is { } both)
            return new OperationLog<TOperation>(_earlier, _earlierCount, both);
        if (_earlierCount < _earlier.Length && Interlocked.CompareExchange(ref _earlier[_earlierCount], _last, null) is null)
            return new OperationLog<TOperation>(_earlier, _earlierCount + 1, operation);
        var copy = new TOperation?[Math.Max(FirstCapacity, (_earlierCount + 1) * 2)];
        _earlier.AsSpan(0, _earlierCount).CopyTo(copy);
        copy[_earlierCount] = _last;
        return new OperationLog<TOperation>(copy, _earlierCount + 1, operation);
    }

    public OperationLog<TOperation> Append(OperationLog<TOperation> later)
    {
        var log = this;
        for (var i = 0; i < later.Count; i++)
            log = log.Append(later[i]);
        return log;
    }

    public bool SameAs(OperationLog<TOperation> other)
    {
        if (Count != other.Count)
            return false;
        for (var i = 0; i < Count; i++)
        {
            if (!this[i].Equals(other[i]))
                return false;
        }
        return true;
    }
}

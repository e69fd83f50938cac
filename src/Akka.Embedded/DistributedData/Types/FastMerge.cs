namespace Akka.DistributedData;

/// <summary>
/// Knows by the line of changes whether one value was made from another, so that merging the two needs no comparison. A line belongs to
/// the value that it started with and to one successor after another; whoever changes a value that has a successor already starts a new
/// line.
/// </summary>
public abstract class FastMerge<T> : IReplicatedData<T>
    where T : FastMerge<T>
{
    private Line? _line;
    private long _step;

    public abstract T Merge(T other);

    public IReplicatedData Merge(IReplicatedData other) => Merge((T)other);

    /// <summary>Notes that <paramref name="next"/>, just made, holds all that this one holds.</summary>
    internal T Successor(T next)
    {
        var line = _line ?? Interlocked.CompareExchange(ref _line, new Line(), null) ?? _line;
        if (Interlocked.CompareExchange(ref line.Tip, _step + 1, _step) == _step)
        {
            next._line = line;
            next._step = _step + 1;
        }
        return next;
    }

    /// <summary>The later one of the two when they are of one line.</summary>
    internal T? LaterOf(T other)
    {
        if (ReferenceEquals(this, other))
            return other;
        if (_line is null || !ReferenceEquals(_line, other._line))
            return null;
        return _step >= other._step ? (T)this : other;
    }

    private sealed class Line
    {
        public long Tip;
    }
}

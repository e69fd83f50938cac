namespace Akka.DistributedData;

/// <summary>How many replicas must have a write before it is confirmed, within <see cref="Timeout"/>.</summary>
public interface IWriteConsistency
{
    TimeSpan Timeout { get; }
}

/// <summary>This node, at once. The others get it a moment later.</summary>
public sealed class WriteLocal : IWriteConsistency
{
    public static readonly WriteLocal Instance = new();

    private WriteLocal()
    {
    }

    public TimeSpan Timeout => TimeSpan.Zero;

    public override string ToString() => nameof(WriteLocal);
}

/// <summary>At least <see cref="Count"/> replicas, this node among them.</summary>
public sealed record WriteTo : IWriteConsistency
{
    private const int MinCount = 2;

    /// <exception cref="ArgumentException"><paramref name="count"/> is less than 2.</exception>
    public WriteTo(int count, TimeSpan timeout)
    {
        if (count < MinCount)
            throw new ArgumentException($"Count is {count}; allowed: {MinCount} or more. For one replica use WriteLocal.", nameof(count));
        (Count, Timeout) = (count, timeout);
    }

    public int Count { get; }

    public TimeSpan Timeout { get; }

    public override string ToString() => $"WriteTo({Count}, timeout={Timeout})";
}

/// <summary>More than half of the replicas; at least <see cref="MinCapacity"/> of them, or all where there are fewer.</summary>
public sealed record WriteMajority : IWriteConsistency
{
    public WriteMajority(TimeSpan timeout, int minCapacity = 0) => (Timeout, MinCapacity) = (timeout, minCapacity);

    public TimeSpan Timeout { get; }

    public int MinCapacity { get; }

    public override string ToString() => $"WriteMajority(timeout={Timeout})";
}

/// <summary>A majority and <see cref="Additional"/> more. Members that are Exiting do not count.</summary>
public sealed record WriteMajorityPlus : IWriteConsistency
{
    public WriteMajorityPlus(TimeSpan timeout, int additional, int minCapacity = 0) =>
        (Timeout, Additional, MinCapacity) = (timeout, additional, minCapacity);

    public TimeSpan Timeout { get; }

    public int Additional { get; }

    public int MinCapacity { get; }

    public override string ToString() => $"WriteMajorityPlus(timeout={Timeout}, additional={Additional})";
}

/// <summary>All replicas. Members that are Exiting do not count.</summary>
public sealed record WriteAll : IWriteConsistency
{
    public WriteAll(TimeSpan timeout) => Timeout = timeout;

    public TimeSpan Timeout { get; }

    public override string ToString() => $"WriteAll(timeout={Timeout})";
}

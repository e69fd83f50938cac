namespace Akka.DistributedData;

/// <summary>How many replicas a read takes into account. Those that are asked within <see cref="Timeout"/>.</summary>
public interface IReadConsistency
{
    TimeSpan Timeout { get; }
}

/// <summary>What this node knows, at once.</summary>
public sealed class ReadLocal : IReadConsistency
{
    public static readonly ReadLocal Instance = new();

    private ReadLocal()
    {
    }

    public TimeSpan Timeout => TimeSpan.Zero;

    public override string ToString() => nameof(ReadLocal);
}

/// <summary>At least <see cref="N"/> replicas, this node among them.</summary>
public sealed record ReadFrom : IReadConsistency
{
    public ReadFrom(int n, TimeSpan timeout) => (N, Timeout) = (n, timeout);

    public int N { get; }

    public TimeSpan Timeout { get; }

    public override string ToString() => $"ReadFrom({N}, timeout={Timeout})";
}

/// <summary>More than half of the replicas; at least <see cref="MinCapacity"/> of them, or all where there are fewer.</summary>
public sealed record ReadMajority : IReadConsistency
{
    public ReadMajority(TimeSpan timeout, int minCapacity = 0) => (Timeout, MinCapacity) = (timeout, minCapacity);

    public TimeSpan Timeout { get; }

    public int MinCapacity { get; }

    public override string ToString() => $"ReadMajority(timeout={Timeout})";
}

/// <summary>A majority and <see cref="Additional"/> more. Members that are Exiting do not count.</summary>
public sealed record ReadMajorityPlus : IReadConsistency
{
    public ReadMajorityPlus(TimeSpan timeout, int additional, int minCapacity = 0) =>
        (Timeout, Additional, MinCapacity) = (timeout, additional, minCapacity);

    public TimeSpan Timeout { get; }

    public int Additional { get; }

    public int MinCapacity { get; }

    public override string ToString() => $"ReadMajorityPlus(timeout={Timeout}, additional={Additional})";
}

/// <summary>All replicas. Members that are Exiting do not count.</summary>
public sealed record ReadAll : IReadConsistency
{
    public ReadAll(TimeSpan timeout) => Timeout = timeout;

    public TimeSpan Timeout { get; }

    public override string ToString() => $"ReadAll(timeout={Timeout})";
}

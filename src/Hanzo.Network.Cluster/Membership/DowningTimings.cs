namespace Hanzo.Network.Cluster.Membership;

/// <summary>How patient downing is.</summary>
internal sealed record DowningTimings
{
    public static readonly DowningTimings Default = new();

    /// <summary>This many dials in a row must be refused before a process is taken for dead.</summary>
    public int RefusalsNeeded { get; init; } = 3;

    public TimeSpan DialInterval { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Between dials of a member that something still listens for, or whose host is silent.</summary>
    public TimeSpan SlowDialInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A member that leaves by itself is expected to be gone by then; dead sooner or not, it is not downed before.</summary>
    public TimeSpan LeavingGrace { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long the same members must have been silent before sides are counted.</summary>
    public TimeSpan StableAfter { get; init; } = TimeSpan.FromSeconds(3.5);

    /// <summary>The losing side stops itself this much earlier than the winning side takes over.</summary>
    public TimeSpan LoserLead { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>A broken connection to a member that stays reachable is forgotten after this.</summary>
    public TimeSpan SuspicionFor { get; init; } = TimeSpan.FromSeconds(5);
}

using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>All that the merge decision of a member remembers; times by the clock of its join decision.</summary>
/// <param name="JoinedAt">When this node became a member of <paramref name="Ours"/>.</param>
/// <param name="Left">The cluster that it left for this one; null when it came from none.</param>
public sealed record MergeState(
    NodeIdentity Self, ClusterIdentity Ours, TimeSpan JoinedAt, MergeTimings Timings, ClusterIdentity? Left = null)
{
    public ImmutableSortedSet<NodeAddress> Members { get; init; } = [Self.Address];

    /// <summary>What all members speak; null: unknown.</summary>
    public SharedProtocol? Speak { get; init; }

    /// <summary>Nodes of this network, or addresses that may be some, which are not members.</summary>
    public ImmutableSortedDictionary<NodeAddress, Stranger> Strangers { get; init; } =
        ImmutableSortedDictionary<NodeAddress, Stranger>.Empty;

    /// <summary>Keys of the notices that stand.</summary>
    public ImmutableSortedSet<string> Alarms { get; init; } = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>This node has decided to leave its cluster; nothing more is decided.</summary>
    public bool Yields { get; init; }

    /// <summary>Ticks are needed.</summary>
    public bool IsAlert => !Yields && (!Strangers.IsEmpty || !Alarms.IsEmpty);
}

/// <summary>An address of this network that is not in this node's cluster.</summary>
/// <param name="LastHeard">By any road; when it was met, at first.</param>
public sealed record Stranger(NodeAddress Address, string Road, bool Configured, TimeSpan LastHeard)
{
    public TimeSpan? LastProbed { get; init; }

    /// <summary>When it last answered a probe of ours: both directions work.</summary>
    public TimeSpan? LastAnswered { get; init; }

    /// <summary>What it said last of itself when it answered.</summary>
    public ContactReport? Report { get; init; }

    /// <summary>The cluster it said it is in, by beacon or report; null: in none, or unknown.</summary>
    public ClusterIdentity? Cluster { get; init; }

    /// <summary>Since when it has been known to be in a cluster without us; null: it is not known to be.</summary>
    public TimeSpan? ApartSince { get; init; }

    /// <summary>Whether its cluster and that of those could be one, as far as is known.</summary>
    public bool Fits(SharedProtocol? ours) => ours is null || Report?.Speak is not { } theirs || theirs.Fits(ours);

    public bool IsProbeDue(TimeSpan now, MergeTimings timings) =>
        LastProbed is not { } last || now - last >= (IsApart(now, timings) ? timings.ProbeInterval : timings.SlowProbeInterval);

    public bool IsApart(TimeSpan now, MergeTimings timings) => ApartSince is not null && now - LastHeard < timings.AlarmFor;

    /// <summary>For longer than it takes until a node that has just joined is in everybody's view.</summary>
    public bool HasStayedApart(TimeSpan now, MergeTimings timings) => now - ApartSince >= timings.ConfirmFor;

    public bool IsConfirmed(TimeSpan now, MergeTimings timings) =>
        HasStayedApart(now, timings) && now - LastAnswered <= timings.AnswerValidFor;

    public bool IsForgotten(TimeSpan now, MergeTimings timings) => !Configured && now - LastHeard >= timings.ForgetAfter;
}

using System.Collections.Immutable;
using Akka.Util;

namespace Akka.Embedded.Membership;

/// <summary>What the membership state machine needs of `akka.cluster`.</summary>
internal sealed record MembershipSettings
{
    public ImmutableHashSet<string> Roles { get; init; } = [];

    public AppVersion AppVersion { get; init; } = AppVersion.Zero;

    public int MinNumberOfMembers { get; init; } = 1;

    public ImmutableSortedDictionary<string, int> MinNumberOfMembersOfRole { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>How long newcomers wait for convergence before they become WeaklyUp; null: for ever.</summary>
    public TimeSpan? WeaklyUpAfter { get; init; } = TimeSpan.FromSeconds(7);

    public TimeSpan SeedNodeTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Null: a join is sent once.</summary>
    public TimeSpan? RetryJoinAfter { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How many nodes each node monitors.</summary>
    public int MonitoredByNumberOfMembers { get; init; } = 9;

    /// <summary>At most this many nodes are told at once of a change by who makes it.</summary>
    public int EagerGossipFanout { get; init; } = 5;

    /// <summary>In larger clusters, how many nodes each of those tells in turn.</summary>
    public int PassOnFanout { get; init; } = 2;
}

using System.Collections.Immutable;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Membership;

/// <summary>All that the downing decision remembers; times by any one clock.</summary>
internal sealed record DowningState(NodeAddress Self, DowningTimings Timings)
{
    public ImmutableSortedDictionary<NodeAddress, MemberView> Members { get; init; } =
        ImmutableSortedDictionary<NodeAddress, MemberView>.Empty;
    public ImmutableSortedDictionary<NodeAddress, Suspicion> Suspicions { get; init; } =
        ImmutableSortedDictionary<NodeAddress, Suspicion>.Empty;

    /// <summary>Downed and not yet removed, with their uids: no longer counted, asked or downed again.</summary>
    public ImmutableSortedDictionary<NodeAddress, int> Downed { get; init; } = ImmutableSortedDictionary<NodeAddress, int>.Empty;

    /// <summary>Since when the same members have been unreachable.</summary>
    public TimeSpan StableSince { get; init; }

    /// <summary>Ticks are needed.</summary>
    public bool IsAlert => !Downed.ContainsKey(Self) && (!Suspicions.IsEmpty || Members.Values.Any(member => member.Unreachable));
}

/// <summary>A member whose process may be dead.</summary>
/// <param name="Refusals">Dials in a row that were refused.</param>
internal sealed record Suspicion(TimeSpan Since, int Refusals, TimeSpan NextDial, bool Dialling);

using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>All that the join decision remembers. Times are measured from any fixed moment by one clock.</summary>
public sealed record JoinState(NodeIdentity Self, JoinTimings Timings, TimeSpan StartedAt)
{
    /// <summary>The cluster that this node left for an older one; null: it comes from none.</summary>
    public ClusterIdentity? Left { get; init; }

    public JoinPhase Phase { get; init; } = JoinPhase.Looking;

    /// <summary>The cluster that this node is in, or is about to join.</summary>
    public ClusterIdentity? Cluster { get; init; }

    /// <summary>The contact through which the join goes on; null when founding.</summary>
    public NodeAddress? Through { get; init; }

    public ImmutableSortedDictionary<NodeAddress, Contact> Contacts { get; init; } = ImmutableSortedDictionary<NodeAddress, Contact>.Empty;

    /// <summary>What the answering contacts said last, and since when they have been saying it.</summary>
    public ImmutableArray<ContactView> Picture { get; init; } = [];
    public TimeSpan PictureSince { get; init; } = StartedAt;

    /// <summary>Roads that have not said anything yet.</summary>
    public ImmutableSortedSet<string> SilentRoads { get; init; } = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>Since when its broadcasts leave; null: they do not yet. The start where there are none.</summary>
    public TimeSpan? ShoutsSince { get; init; } = StartedAt;

    /// <summary>Since when it hears its own broadcasts; null: it does not yet. The start where there are none.</summary>
    public TimeSpan? HearsSince { get; init; } = StartedAt;

    public FoundingRight Right { get; init; } = FoundingRight.NotNeeded;

    public string WaitingFor { get; init; } = "";
    public ImmutableSortedSet<string> Noticed { get; init; } = ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal);

    /// <summary>The contacts that answer now, lowest first, as this node tells them to others.</summary>
    public ImmutableArray<ContactPeer> AnsweringPeers(TimeSpan now) =>
        [.. Contacts.Values.Where(contact => contact.Answers(now, Timings))
            .Select(contact => new ContactPeer(contact.Address, contact.Report?.Node.NodeId)).Take(ContactReport.MaxPeers)];
}

/// <summary>How a node stands to the right to found, which one node of a machine has at a time.</summary>
/// <param name="Needed">False: no other node of this machine is known to ask for it.</param>
/// <param name="Turn">0, and one more each time that the node which has the right was taken for stuck.</param>
public sealed record FoundingRight(bool Needed, int Turn = 0)
{
    /// <summary>Turns that are waited for; then a node founds without the right.</summary>
    public const int MaxTurns = 4;

    public static readonly FoundingRight NotNeeded = new(Needed: false);

    public bool Held { get; init; }

    /// <summary>When it was asked for last; null: never.</summary>
    public TimeSpan? AskedAt { get; init; }

    /// <summary>Since when another node has it; null: it was not refused.</summary>
    public TimeSpan? RefusedSince { get; init; }
}

/// <summary>One answering contact as far as founding depends on it.</summary>
/// <param name="LowestPeer">The lowest address among the contacts that answer it; null when it has none.</param>
public sealed record ContactView(NodeAddress Address, string? ClusterId, NodeAddress? LowestPeer, bool Settling, bool Leaving);

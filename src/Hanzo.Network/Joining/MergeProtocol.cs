using System.Collections.Immutable;

namespace Hanzo.Network.Joining;

/// <summary>What the merge decision of a member is told.</summary>
public abstract record MergeInput
{
    private MergeInput()
    {
    }

    /// <summary>Time has passed.</summary>
    public sealed record Tick : MergeInput;

    /// <summary>The members of this node's cluster, this node included.</summary>
    /// <param name="Lost">Was a member and did not say goodbye: it may live on elsewhere; null: nobody.</param>
    public sealed record MembersChanged(ImmutableSortedSet<NodeAddress> Members, NodeAddress? Lost = null) : MergeInput
    {
        /// <summary>What all members speak; null: unknown.</summary>
        public SharedProtocol? Speak { get; init; }

        /// <summary>What those speak that were members before this node; null: there are none.</summary>
        public SharedProtocol? EldersSpeak { get; init; }
    }

    /// <summary>An address of the network to keep in touch with while it is no member; a configured one is never forgotten.</summary>
    public sealed record AddressFound(NodeAddress Address, string Road, bool Configured) : MergeInput;

    /// <inheritdoc cref="JoinInput.AddressReplaced"/>
    public sealed record AddressReplaced(NodeAddress Old, NodeAddress New) : MergeInput;

    /// <inheritdoc cref="JoinInput.AddressLost"/>
    public sealed record AddressLost(NodeAddress Address) : MergeInput;

    public sealed record BeaconHeard(Beacon Beacon) : MergeInput;

    /// <param name="Asked">The address that we had asked; null when the node asked us.</param>
    public sealed record ReportReceived(ContactReport Report, NodeAddress? Asked) : MergeInput;
}

/// <summary>What the merge decision wants done, in this order.</summary>
public abstract record MergeEffect
{
    private MergeEffect()
    {
    }

    public sealed record Probe(NodeAddress To) : MergeEffect;

    /// <summary>Leave this cluster in order and look for the network anew: <paramref name="Older"/> is to be joined.</summary>
    public sealed record Rejoin(ClusterIdentity Older) : MergeEffect;

    /// <summary>Leave this cluster in order and look for the network anew: this node should not have been taken in.</summary>
    public sealed record Part(string Reason) : MergeEffect;

    public sealed record Notify(JoinNotice Notice) : MergeEffect;

    /// <summary>The notice with this key is true no longer.</summary>
    public sealed record Withdraw(string Key) : MergeEffect;

    /// <summary>One line of the reason trail.</summary>
    public sealed record Trace(string Text) : MergeEffect;
}

using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Joining;

public enum JoinPhase
{
    Looking,
    Joining,
    Founding,
    Joined,
    Refused,
}

/// <summary>What the join decision is told.</summary>
public abstract record JoinInput
{
    private JoinInput()
    {
    }

    /// <summary>Time has passed.</summary>
    public sealed record Tick : JoinInput;

    /// <summary>An address to try; a configured one is never forgotten.</summary>
    /// <param name="Road">Where it comes from: <c>seed</c>, <c>udp</c>, <c>told by …</c>.</param>
    public sealed record AddressFound(NodeAddress Address, string Road, bool Configured) : JoinInput;

    /// <summary>The contact is to be tried under another address; how long it has been known stays as it is.</summary>
    public sealed record AddressReplaced(NodeAddress Old, NodeAddress New) : JoinInput;

    /// <summary>No road tells the address any more: it is tried no longer, unless it has answered.</summary>
    public sealed record AddressLost(NodeAddress Address) : JoinInput;

    public sealed record BeaconHeard(Beacon Beacon, string Road = RoadNames.Udp) : JoinInput;

    /// <summary>The road has said something for the first time, or failed.</summary>
    public sealed record RoadReady(string Road) : JoinInput;

    /// <summary>Broadcasts leave from now on; or they cannot, and then there is nothing to hear either.</summary>
    public sealed record BroadcastsBegun(bool Failed) : JoinInput;

    /// <summary>This node has heard a broadcast of its own.</summary>
    public sealed record OwnBroadcastHeard : JoinInput;

    /// <summary>Whether this node has the right to found, which it asked for.</summary>
    public sealed record RightTold(bool Held) : JoinInput;

    /// <summary>A node told of itself.</summary>
    /// <param name="Asked">The address that we had asked; null when the node asked us.</param>
    public sealed record ReportReceived(ContactReport Report, NodeAddress? Asked) : JoinInput;

    /// <summary>A node of a network of our name that this node cannot join as it is.</summary>
    /// <param name="From">The host that it came from.</param>
    public sealed record PresenceHeard(Presence Presence, string From) : JoinInput;

    /// <summary>How far a node's clock is ahead of ours; negative: behind.</summary>
    public sealed record SkewMeasured(NodeIdentity Node, TimeSpan Skew) : JoinInput;

    /// <summary>This node is Up in <paramref name="Cluster"/>.</summary>
    public sealed record JoinSucceeded(ClusterIdentity Cluster) : JoinInput;

    public sealed record JoinFailed(string Reason) : JoinInput;
}

/// <summary>What the join decision wants done, in this order.</summary>
public abstract record JoinEffect
{
    private JoinEffect()
    {
    }

    public sealed record Probe(NodeAddress To) : JoinEffect;

    public sealed record Join(NodeAddress Through, ClusterIdentity Cluster) : JoinEffect;

    public sealed record Found : JoinEffect;

    /// <summary>Ask for the right to found; the answer comes as <see cref="JoinInput.RightTold"/>.</summary>
    public sealed record TakeRight(int Turn) : JoinEffect;

    public sealed record GiveUpRight : JoinEffect;

    /// <summary>This node may not take part; the reason is for its user.</summary>
    public sealed record Refuse(string Reason) : JoinEffect;

    public sealed record Notify(JoinNotice Notice) : JoinEffect;

    /// <summary>The notice with this key is true no longer.</summary>
    public sealed record Withdraw(string Key) : JoinEffect;

    /// <summary>One line of the reason trail.</summary>
    public sealed record Trace(string Text) : JoinEffect;
}

/// <summary>Something that a user should know about the network around this node.</summary>
/// <param name="Key">The same fact has the same key.</param>
public sealed record JoinNotice(string Key, string Text);

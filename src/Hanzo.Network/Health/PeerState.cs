namespace Hanzo.Network.Health;

/// <summary>How a peer does, as one node sees it. Nobody is removed for it: that is for the cluster's downing to decide.</summary>
public enum PeerState
{
    /// <summary>It answers.</summary>
    Healthy,

    /// <summary>It has missed a check, or answers again only just now.</summary>
    Suspect,

    /// <summary>It has missed several checks, or its connection is known to be broken.</summary>
    Unreachable,

    /// <summary>It answers, but has stopped doing so again and again lately.</summary>
    Flapping,
}

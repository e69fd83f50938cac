namespace Hanzo.Network.Cluster.Deployment;

internal enum MoveStep
{
    /// <summary>Another node has the slot, or that is not known.</summary>
    Wait,

    /// <summary>It has been handed off, and stays without a node until somebody speaks to its sessions.</summary>
    Wake,

    /// <summary>It is where it was asked to be, or holds nothing and goes there with its next session.</summary>
    Moved,
}

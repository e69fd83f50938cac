namespace Hanzo.Network.State;

/// <summary>How many nodes take part before an operation is answered.</summary>
public enum StateConsistency
{
    /// <summary>
    /// More than half of the nodes: what was so written is found by whoever so reads, and decided on by whoever so writes. They hold
    /// it in memory; the journal is that of the node that wrote it, and the disks of others have it with their next checkpoint. So it
    /// holds as long as not a majority of the nodes starts anew at once.
    /// </summary>
    Majority,

    /// <summary>This node alone, also while it is cut off; the others hear of it by and by.</summary>
    Local,

    /// <summary>Every node.</summary>
    All,
}

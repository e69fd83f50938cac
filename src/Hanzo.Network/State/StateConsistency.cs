namespace Hanzo.Network.State;

/// <summary>How many nodes take part before an operation is answered.</summary>
public enum StateConsistency
{
    /// <summary>More than half of the nodes: what was so written is found by whoever so reads.</summary>
    Majority,

    /// <summary>This node alone, also while it is cut off; the others hear of it by and by.</summary>
    Local,

    /// <summary>Every node.</summary>
    All,
}

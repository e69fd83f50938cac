namespace Hanzo.Network.State;

/// <summary>What a key holds, fixed by its first write until it is removed.</summary>
public enum StateKind
{
    /// <summary>One value; of concurrent writes the later hybrid time counts, the others are told as conflicts.</summary>
    Register,

    /// <summary>Values in the order of their hybrid times; concurrent appends are all kept.</summary>
    List,

    /// <summary>A whole number; concurrent increments add up.</summary>
    Counter,
}

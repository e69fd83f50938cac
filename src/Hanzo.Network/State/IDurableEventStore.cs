namespace Hanzo.Network.State;

/// <summary>A store that outlives its process.</summary>
public interface IDurableEventStore : IEventStore
{
    /// <summary>Names the place of the history: whoever tells the same reads and writes the same. Without secrets.</summary>
    string JournalId { get; }

    /// <summary>Whether it also outlives this machine, or at least nodes of other machines reach it when this one is gone.</summary>
    bool OutlivesMachine { get; }

    /// <summary>
    /// Every node has a copy of its own; it is read and written as a member of the network's group, so not before the node is one.
    /// </summary>
    bool IsReplicated => false;
}

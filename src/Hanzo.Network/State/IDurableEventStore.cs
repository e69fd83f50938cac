namespace Hanzo.Network.State;

/// <summary>A store that outlives its process.</summary>
public interface IDurableEventStore : IEventStore
{
    /// <summary>Names the place of the history: whoever tells the same reads and writes the same. Without secrets.</summary>
    string JournalId { get; }

    /// <summary>Whether it also outlives this machine, or at least nodes of other machines reach it when this one is gone.</summary>
    bool OutlivesMachine { get; }
}

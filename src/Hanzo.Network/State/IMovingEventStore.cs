using System.Collections.Immutable;

namespace Hanzo.Network.State;

public enum JournalPhase
{
    /// <summary>Histories are in the node's own journal.</summary>
    Local,

    /// <summary>The network has chosen its own: what begins is there, what is in the node's own journal goes over.</summary>
    Moving,

    /// <summary>Nothing is left to go over.</summary>
    Moved,

    /// <summary>As <see cref="Moved"/>, and the network knows.</summary>
    Replicated,
}

/// <summary>How far a node's own histories have gone over into the network's journal.</summary>
public sealed record JournalMove(JournalPhase Phase)
{
    /// <summary>Histories that have gone over since the process began.</summary>
    public long Moved { get; init; }

    /// <summary>Of those, and of those that were left when it was last counted.</summary>
    public long Total { get; init; }

    /// <summary>Bytes of events and snapshots that have gone over.</summary>
    public long Bytes { get; init; }

    /// <summary>Ids of histories that stay, as the network's journal has others under their ids; the first of them.</summary>
    public ImmutableArray<string> Kept { get; init; } = [];

    /// <summary>Why it does not go on now; null: it does, or is done.</summary>
    public string? Problem { get; init; }
}

/// <summary>
/// A node's own journal, from which histories go over into the network's once the network has chosen it. It is one store all the time:
/// whoever reads or writes need not know where a history is.
/// </summary>
public interface IMovingEventStore : IDurableEventStore
{
    /// <summary>What is in the node's own journal alone, readable without the network.</summary>
    IEventStore Own { get; }

    /// <summary>The node's own journal's name; <see cref="IDurableEventStore.JournalId"/> until all has gone over.</summary>
    string OwnJournalId { get; }

    JournalMove Move { get; }

    /// <summary>The network has chosen its own journal, for good: histories go over from now on, also after a restart.</summary>
    void Choose();

    /// <summary>The network knows that nothing is left here: it is a copy of the network's journal from now on.</summary>
    /// <exception cref="InvalidOperationException">Something is left to go over.</exception>
    /// <exception cref="EventStoreException">It cannot be remembered now.</exception>
    Task CompleteAsync();

    /// <summary>
    /// What of a history is to be appended to another one under the same id, so that nothing of it is lost; null: they cannot be one.
    /// </summary>
    Func<HistoryImport, CancellationToken, Task<IReadOnlyList<NewEvent>?>>? Merge { get; set; }
}

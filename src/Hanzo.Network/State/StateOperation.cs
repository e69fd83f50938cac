using System.Collections.Immutable;

namespace Hanzo.Network.State;

/// <summary>
/// What one writer did to one key, as its journal holds it. Writer and <see cref="Sequence"/> are the operation's id: applied
/// twice it counts once.
/// </summary>
public abstract record StateOperation
{
    /// <summary>Of the writer's operations, over all keys; it only grows.</summary>
    public required long Sequence { get; init; }

    public required HybridTime Time { get; init; }
    public required StateKey Key { get; init; }

    /// <summary>When the key came to be; of two kinds that it was concurrently given the earlier counts.</summary>
    public required HybridTime Born { get; init; }

    /// <summary>What it replaces of each writer, this one included; null: nothing.</summary>
    public ImmutableSortedDictionary<string, Covered>? Seen { get; init; }
}

/// <param name="Sequence">Everything of the writer up to here.</param>
/// <param name="Sum">What all increments of the writer up to here came to.</param>
public sealed record Covered(long Sequence, long Sum = 0);

public sealed record ValueSet(StateValue Value) : StateOperation;

/// <param name="Kind">What the key was.</param>
public sealed record KeyRemoved(StateKind Kind) : StateOperation;

public sealed record ItemAppended(StateValue Item) : StateOperation;

public sealed record CountIncremented(long Amount) : StateOperation;

/// <summary>
/// Another writer has been heard of: should the network start anew without it, whoever shares its journal reads it there.
/// </summary>
public sealed record WriterMet(string Writer);

/// <summary>The first event of a writer's journal; one that lost its end has another one, from which on it is another writer.</summary>
/// <param name="Writer">Unique for the journal: a node that lost its journal is another writer.</param>
public sealed record WriterOpened(string Writer);

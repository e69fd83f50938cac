using System.Collections.Immutable;

namespace Hanzo.Network.State;

/// <summary>A key as somebody reads it.</summary>
public sealed record StateItem
{
    public required StateKey Key { get; init; }

    /// <summary>Null: the key is not there.</summary>
    public StateKind? Kind { get; init; }

    /// <summary>A list is an array, a counter a number. Null: the key is not there.</summary>
    public StateValue? Value { get; init; }

    /// <summary>Names this state of the key among all that it ever has; without meaning beyond being equal or not.</summary>
    public required string Version { get; init; }

    /// <summary>Of the newest operation.</summary>
    public required HybridTime Time { get; init; }

    /// <summary>What was written concurrently and does not count, newest first; the next write ends it.</summary>
    public ImmutableArray<StateConflict> Conflicts { get; init; } = [];
}

/// <param name="Value">Null: removed.</param>
/// <param name="Writer">The node that wrote it, and which of its journals.</param>
public sealed record StateConflict(StateKind Kind, StateValue? Value, HybridTime Time, string Writer);

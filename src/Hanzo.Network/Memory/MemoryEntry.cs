using System.Collections.Immutable;

namespace Hanzo.Network.Memory;

/// <summary>One thing that is remembered.</summary>
public sealed record MemoryEntry
{
    public required string Id { get; init; }
    public required MemoryOwner Owner { get; init; }

    /// <summary>Who remembered it; empty: nobody, it was given to the network.</summary>
    public string Agent { get; init; } = "";

    /// <summary>Whose runs it is from; null: they named none.</summary>
    public string? User { get; init; }

    /// <summary>The session it is from; of a reflection, all that it stands for. Empty: none.</summary>
    public ImmutableArray<string> Sessions { get; init => field = value.IsDefault ? [] : value; } = [];

    public required MemoryKind Kind { get; init; }
    public required MemorySource Source { get; init; }
    public required string Text { get; init; }

    /// <summary>0 to 1.</summary>
    public double Importance { get; init; }

    public required DateTimeOffset Created { get; init; }
    public DateTimeOffset LastUsed { get; init; }

    /// <inheritdoc cref="MemoryTrait.Uses"/>
    public int Uses { get; init; }

    /// <summary>It may reach other users.</summary>
    public bool IsShared { get; init; }

    /// <summary>What made <see cref="Vector"/>: vectors of others cannot be compared with it.</summary>
    public string Embedder { get; init; } = "";

    public ReadOnlyMemory<float> Vector { get; init; }

    public MemoryTrait Trait => new(Id, Kind, Importance, Created, LastUsed, Uses);

    /// <summary>Once more recalled.</summary>
    internal MemoryEntry Used(DateTimeOffset at) => this with
    {
        Uses = Uses + 1,
        LastUsed = at > LastUsed ? at : LastUsed,
        Kind = Kind == MemoryKind.ShortTerm && Uses + 1 >= MemoryScore.UsesToLast ? MemoryKind.LongTerm : Kind,
    };
}

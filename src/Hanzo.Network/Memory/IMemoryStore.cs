using System.Collections.Immutable;

namespace Hanzo.Network.Memory;

/// <summary>Where memories are kept. Safe for concurrent use; what it cannot do now it says by its exception.</summary>
public interface IMemoryStore
{
    /// <summary>For people: where it is, without secrets, and what compares vectors.</summary>
    string Description { get; }

    /// <summary>All of it or nothing. An entry whose id is there already stays as it is.</summary>
    /// <returns>False: this run was written before, and nothing has changed.</returns>
    Task<bool> WriteAsync(MemoryWrite write, CancellationToken cancellation);

    /// <summary>What is looked for: the nearest where the store compares vectors, else all, the newest if too many.</summary>
    Task<IReadOnlyList<MemoryCandidate>> FindAsync(MemorySearch search, CancellationToken cancellation);

    /// <summary>The newest first, at most so many, with their vectors.</summary>
    Task<IReadOnlyList<MemoryEntry>> ListAsync(MemoryFilter filter, int most, CancellationToken cancellation);

    Task<IReadOnlyList<MemoryTrait>> TraitsAsync(MemoryOwner owner, CancellationToken cancellation);

    /// <returns>How many there were.</returns>
    Task<int> DeleteAsync(MemoryFilter filter, CancellationToken cancellation);
}

/// <param name="Run">Whose end this is; a second write of it changes nothing. Null: of none.</param>
/// <param name="At">Now.</param>
public sealed record MemoryWrite(ImmutableArray<MemoryEntry> Entries, string? Run, DateTimeOffset At)
{
    /// <summary>Ids of memories that were recalled.</summary>
    public ImmutableArray<string> Used { get; init => field = value.IsDefault ? [] : value; } = [];

    /// <summary>Ids of memories that the entries stand for, and that are deleted.</summary>
    public ImmutableArray<string> Replaced { get; init => field = value.IsDefault ? [] : value; } = [];
}

/// <param name="Embedder">What made the vector.</param>
public sealed record MemorySearch(MemoryFilter Filter, ReadOnlyMemory<float> Vector, string Embedder)
{
    /// <summary>Only what it may see; null: all.</summary>
    public MemoryReader? Reader { get; init; }

    /// <summary>Cosine; what the store knows to be less relevant need not come.</summary>
    public double Least { get; init; } = -1;
}

/// <param name="Relevance">The cosine, where the store has compared; null: whoever asks compares.</param>
public sealed record MemoryCandidate(MemoryEntry Entry, double? Relevance);

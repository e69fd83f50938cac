namespace Hanzo.Network.Memory;

/// <param name="Relevance">Cosine of the memory and what was asked; null: nothing was asked.</param>
/// <param name="Score">By <see cref="MemoryScore"/>; null: nothing was asked.</param>
public sealed record FoundMemory(MemoryEntry Entry, double? Relevance, double? Score);

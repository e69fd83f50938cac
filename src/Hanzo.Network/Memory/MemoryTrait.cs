namespace Hanzo.Network.Memory;

/// <summary>What of a memory decides whether it is kept.</summary>
/// <param name="Importance">0 to 1.</param>
/// <param name="Uses">How often it was recalled.</param>
public sealed record MemoryTrait(
    string Id, MemoryKind Kind, double Importance, DateTimeOffset Created, DateTimeOffset LastUsed, int Uses);

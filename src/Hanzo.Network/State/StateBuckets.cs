namespace Hanzo.Network.State;

/// <summary>Which keys are replicated together: a fixed number of pieces, by a hash that is the same everywhere.</summary>
public static class StateBuckets
{
    public const int Count = 512;

    // FNV-1a, 32 bits (isthe.com/chongo/tech/comp/fnv).
    private const uint Basis = 2166136261;
    private const uint Prime = 16777619;

    public static int Of(StateKey key) => (int)(Hash(key.Value, Basis) % Count);

    /// <summary>Goes on with <paramref name="seed"/> over the characters of an ASCII text.</summary>
    internal static uint Hash(string text, uint seed = Basis)
    {
        foreach (var c in text) seed = (seed ^ c) * Prime;
        return seed;
    }
}

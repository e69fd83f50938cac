namespace Akka.Embedded.Runtime;

/// <summary>
/// SplitMix64 over an atomic counter (Steele, Lea, Flood 2014): any thread may draw without a lock, and one seed gives one sequence.
/// </summary>
internal sealed class RandomSource
{
    /// <summary>Between two states of the counter.</summary>
    public const ulong Gamma = 0x9E3779B97F4A7C15;
    private ulong _state;

    public RandomSource(ulong? seed) => _state = seed ?? NewSeed();

    // Uids and jitter need no secrecy; the random numbers of System.Security.Cryptography would cost an idle node 5 MB for OpenSSL.
    private static ulong NewSeed()
    {
#pragma warning disable RS0030 // This is the door that randomness comes in by when no seed is given.
        return (ulong)new Random().NextInt64(long.MinValue, long.MaxValue);
#pragma warning restore RS0030
    }

    public ulong NextUInt64() => Mix(Interlocked.Add(ref _state, Gamma));

    /// <summary>What is drawn at a state of the counter; as a seed, its sequence is nowhere near that of <paramref name="z"/>.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    /// <summary>An actor's or system's uid: 1 to 2^31 - 1 (0 means "no uid" in paths).</summary>
    public int NextUid() => (int)(NextUInt64() % (int.MaxValue - 1)) + 1;

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform in [0, <paramref name="exclusiveMax"/>).</summary>
    public int Next(int exclusiveMax)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(exclusiveMax);
        return (int)(NextUInt64() % (ulong)exclusiveMax);
    }
}

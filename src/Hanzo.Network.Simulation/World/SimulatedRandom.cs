using System.Numerics;
using Akka.Embedded.Runtime;

namespace Hanzo.Network.Simulation.World;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): one seed gives one sequence, in any process. A fork is drawn from seed and label alone,
/// so that one more draw in one place moves nothing in another.
/// </summary>
public sealed class SimulatedRandom(ulong seed)
{
    private const ulong Gamma = RandomSource.Gamma;
    private const ulong FnvOffset = 0xCBF29CE484222325;
    private const ulong FnvPrime = 0x100000001B3;

    private readonly ulong _seed = seed;
    private ulong _state = seed;

    public ulong NextUInt64() => RandomSource.Mix(_state += Gamma);

    /// <summary>0 to <paramref name="bound"/> - 1, each as likely.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The bound is below 1.</exception>
    public int Next(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        return (int)Next((long)bound);
    }

    /// <inheritdoc cref="Next(int)"/>
    public long Next(long bound)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bound, 1);
        var range = (ulong)bound;
        var high = Math.BigMul(NextUInt64(), range, out var low);
        if (low >= range) return (long)high;

        // Lemire 2019: what falls below 2^64 mod range would make some numbers likelier.
        var unfair = (0 - range) % range;
        while (low < unfair) high = Math.BigMul(NextUInt64(), range, out low);
        return (long)high;
    }

    /// <summary>0 up to, not including, 1.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>True with the given probability, 0 to 1.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>
    /// From <paramref name="least"/> up to, not including, <paramref name="most"/>; <paramref name="least"/> if they are equal.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">They are in the wrong order.</exception>
    public TimeSpan Between(TimeSpan least, TimeSpan most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        return most == least ? least : least + TimeSpan.FromTicks(Next((most - least).Ticks));
    }

    /// <inheritdoc cref="Between(TimeSpan, TimeSpan)"/>
    public double Between(double least, double most)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(most, least);
        return least + ((most - least) * NextDouble());
    }

    /// <summary>An independent sequence; the same label again gives the same one again, however much was drawn here.</summary>
    public SimulatedRandom Fork(string label)
    {
        var hash = FnvOffset;
        foreach (var character in label) hash = (hash ^ character) * FnvPrime;
        var own = BitOperations.RotateLeft(RandomSource.Mix(_seed + Gamma), 32);
        return new SimulatedRandom(RandomSource.Mix(own ^ RandomSource.Mix(hash)));
    }
}

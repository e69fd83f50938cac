using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.World;

/// <summary>The hash of every step, and, when asked for, what happened as lines.</summary>
public sealed class Trace(bool records)
{
    private const ulong Prime = 0x9E3779B97F4A7C15;

    private readonly ImmutableArray<TraceLine>.Builder _lines = ImmutableArray.CreateBuilder<TraceLine>();

    public ulong Hash { get; private set; } = 1469598103934665603;

    public bool Records => records;

    public ImmutableArray<TraceLine> Lines => _lines.ToImmutable();

    public void Mix(long first, long second)
    {
        var hash = (Hash ^ (ulong)first) * Prime;
        Hash = (hash ^ (hash >> 32) ^ (ulong)second) * Prime;
    }

    /// <summary>Multiplies and folds, eight bytes at a time: fast, and the same in every process; no hash against malice.</summary>
    public void Mix(ReadOnlySpan<byte> bytes)
    {
        var hash = Hash ^ (ulong)bytes.Length;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            hash = (hash ^ BitConverter.ToUInt64(bytes)) * Prime;
            hash ^= hash >> 29;
        }

        foreach (var b in bytes) hash = (hash ^ b) * Prime;
        Hash = hash;
    }

    public void Add(TraceLine line)
    {
        if (records) _lines.Add(line);
    }
}

using System.Buffers.Binary;
using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>The same for the same bytes in every process; against accidents, not against people.</summary>
internal static class ContentHash
{
    private const ulong Start = 0xCBF29CE484222325;
    private const ulong Factor = 0x9E3779B97F4A7C15;

    /// <summary>Of manifest and payload.</summary>
    public static ulong Of(StoredEvent stored) => Of(stored.Manifest, stored.Payload.Span);

    public static ulong Of(string manifest, ReadOnlySpan<byte> payload)
    {
        var hash = Start;
        foreach (var character in manifest) hash = Step(hash, character);
        return Of(payload, hash);
    }

    public static ulong Of(ReadOnlySpan<byte> bytes, ulong start = Start)
    {
        var hash = Step(start, (ulong)bytes.Length);
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
            hash = Step(hash, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        foreach (var single in bytes) hash = Step(hash, single);
        return hash ^ (hash >> 32);
    }

    private static ulong Step(ulong hash, ulong value)
    {
        var next = (hash ^ value) * Factor;
        return next ^ (next >> 29);
    }
}

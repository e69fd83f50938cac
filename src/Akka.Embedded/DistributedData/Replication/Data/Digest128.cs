using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

/// <summary>
/// MurmurHash3 (Appleby, x64, 128 bits) of an entry's bytes: replicas that agree have the same. Nobody outside the cluster chooses these
/// bytes against it, so it need not be cryptographic, which would cost every node 5 MB for OpenSSL.
/// </summary>
internal readonly record struct Digest128(ulong High, ulong Low)
{
    public const int Size = 16;
    private const ulong C1 = 0x87c37b91114253d5;
    private const ulong C2 = 0x4cf5ad432745937f;

    public static Digest128 Of(ReadOnlySpan<byte> bytes)
    {
        ulong h1 = 0, h2 = 0;
        var rest = bytes;
        for (; rest.Length >= Size; rest = rest[Size..])
            MixBlock(rest, ref h1, ref h2);
        if (!rest.IsEmpty)
        {
            Span<byte> padded = stackalloc byte[Size];
            rest.CopyTo(padded);
            var (k1, k2) = Words(padded);
            h2 ^= MixSecond(k2);
            h1 ^= MixFirst(k1);
        }

        return Finish(h1 ^ (ulong)bytes.Length, h2 ^ (ulong)bytes.Length);
    }

    public static Digest128 Read(ref WireReader reader) => new((ulong)reader.ReadInt64("digest"), (ulong)reader.ReadInt64("digest"));

    public void Write(IBufferWriter<byte> output)
    {
        output.WriteInt64((long)High);
        output.WriteInt64((long)Low);
    }

    private static void MixBlock(ReadOnlySpan<byte> block, ref ulong h1, ref ulong h2)
    {
        var (k1, k2) = Words(block);
        h1 ^= MixFirst(k1);
        h1 = ((BitOperations.RotateLeft(h1, 27) + h2) * 5) + 0x52dce729;
        h2 ^= MixSecond(k2);
        h2 = ((BitOperations.RotateLeft(h2, 31) + h1) * 5) + 0x38495ab5;
    }

    private static (ulong First, ulong Second) Words(ReadOnlySpan<byte> block) =>
        (BinaryPrimitives.ReadUInt64LittleEndian(block), BinaryPrimitives.ReadUInt64LittleEndian(block[sizeof(ulong)..]));

    private static ulong MixFirst(ulong k) => BitOperations.RotateLeft(k * C1, 31) * C2;

    private static ulong MixSecond(ulong k) => BitOperations.RotateLeft(k * C2, 33) * C1;

    private static Digest128 Finish(ulong h1, ulong h2)
    {
        h1 += h2;
        h2 += h1;
        (h1, h2) = (Avalanche(h1), Avalanche(h2));
        h1 += h2;
        return new Digest128(h1, h2 + h1);
    }

    private static ulong Avalanche(ulong k)
    {
        k = (k ^ (k >> 33)) * 0xff51afd7ed558ccd;
        k = (k ^ (k >> 33)) * 0xc4ceb9fe1a85ec53;
        return k ^ (k >> 33);
    }
}

using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

/// <summary>The first 128 bits of the SHA-256 of an entry's bytes: replicas that agree have the same.</summary>
internal readonly record struct Digest128(ulong High, ulong Low)
{
    public const int Size = 16;

    public static Digest128 Of(ReadOnlySpan<byte> bytes)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes, hash);
        return new Digest128(BinaryPrimitives.ReadUInt64LittleEndian(hash), BinaryPrimitives.ReadUInt64LittleEndian(hash[sizeof(ulong)..]));
    }

    public static Digest128 Read(ref WireReader reader) => new((ulong)reader.ReadInt64("digest"), (ulong)reader.ReadInt64("digest"));

    public void Write(IBufferWriter<byte> output)
    {
        output.WriteInt64((long)High);
        output.WriteInt64((long)Low);
    }
}

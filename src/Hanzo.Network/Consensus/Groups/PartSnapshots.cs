using System.Buffers.Binary;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>Several parts as one content: of each its kind (1 byte), its length (8, little endian), and its bytes.</summary>
public static class PartSnapshots
{
    private const int Header = 9;

    /// <summary>In memory; for parts that are in memory themselves.</summary>
    public static async Task<byte[]> WriteAsync(IEnumerable<IGroupPart> parts, CancellationToken cancellation)
    {
        using var content = new MemoryStream();
        foreach (var part in parts)
        {
            await using var snapshot = await part.SnapshotAsync(cancellation);
            var header = new byte[Header];
            header[0] = part.Kind;
            BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(1), snapshot.Bytes);
            content.Write(header);
            var piece = new byte[RaftSettings.MaxChunkBytes];
            for (var read = 0L; read < snapshot.Bytes;)
            {
                var got = await snapshot.ReadAsync(read, piece, cancellation);
                if (got == 0) throw new FormatException($"the snapshot of part {part.Kind} ends at byte {read} of {snapshot.Bytes}.");
                content.Write(piece, 0, got);
                read += got;
            }
        }
        return content.ToArray();
    }

    /// <returns>Each part's bytes by its kind.</returns>
    /// <exception cref="FormatException">The content is cut off.</exception>
    public static IReadOnlyDictionary<byte, ReadOnlyMemory<byte>> Read(ReadOnlyMemory<byte> content)
    {
        var parts = new Dictionary<byte, ReadOnlyMemory<byte>>();
        for (var left = content; !left.IsEmpty;)
        {
            if (left.Length < Header) throw new FormatException("a group's snapshot is cut off in a part's header.");
            var length = BinaryPrimitives.ReadInt64LittleEndian(left.Span[1..]);
            if (length < 0 || length > left.Length - Header)
                throw new FormatException($"a group's snapshot is cut off in part {left.Span[0]}, which has {length} bytes.");
            parts[left.Span[0]] = left.Slice(Header, (int)length);
            left = left[(Header + (int)length)..];
        }
        return parts;
    }
}

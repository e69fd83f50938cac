using System.Buffers.Binary;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>
/// Snapshots of several parts as one content, each read from where it is: of each its kind (1 byte), its length (8, little endian), and its
/// bytes.
/// </summary>
public sealed class GroupSnapshot : IAsyncDisposable
{
    internal const int HeaderBytes = 9;

    private readonly List<(long Start, byte[] Header, IPartSnapshot Part)> _parts = [];

    private GroupSnapshot()
    {
    }

    public long Bytes { get; private set; }

    /// <summary>All parts as they are now.</summary>
    public static async Task<GroupSnapshot> OpenAsync(IEnumerable<IGroupPart> parts, CancellationToken cancellation)
    {
        var snapshot = new GroupSnapshot();
        try
        {
            foreach (var part in parts)
            {
                var one = await part.SnapshotAsync(cancellation);
                var header = new byte[HeaderBytes];
                header[0] = part.Kind;
                BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(1), one.Bytes);
                snapshot._parts.Add((snapshot.Bytes, header, one));
                snapshot.Bytes += HeaderBytes + one.Bytes;
            }
            return snapshot;
        }
        catch
        {
            await snapshot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Completes when reading does not have to wait any more.</summary>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        foreach (var (_, _, part) in _parts) await part.ReadyAsync(cancellation);
    }

    /// <exception cref="ArgumentOutOfRangeException">It is beyond <see cref="Bytes"/>.</exception>
    /// <exception cref="FormatException">A part has fewer bytes than it told.</exception>
    public async Task<byte[]> ReadAsync(long offset, int length, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(offset + length, Bytes, nameof(length));
        var content = new byte[length];
        var read = 0;
        foreach (var (start, header, part) in _parts)
        {
            var body = start + HeaderBytes;
            for (; read < length && offset + read < body; read++) content[read] = header[(int)(offset + read - start)];
            var most = (int)Math.Min(length - read, body + part.Bytes - (offset + read));
            for (var end = read + most; read < end;)
            {
                var got = await part.ReadAsync(offset + read - body, content.AsMemory(read, end - read), cancellation);
                if (got == 0) throw new FormatException($"the snapshot of part {header[0]} ends at byte {offset + read - body}.");
                read += got;
            }
            if (read == length) break;
        }
        return content;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var (_, _, part) in _parts) await part.DisposeAsync();
    }
}

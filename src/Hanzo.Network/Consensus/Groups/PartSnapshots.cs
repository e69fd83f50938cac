using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace Hanzo.Network.Consensus.Groups;

/// <summary>What a member keeps of its parts beside its log, and what another member's parts have sent.</summary>
public static class PartSnapshots
{
    /// <param name="length">1 and more.</param>
    public delegate Task<ReadOnlyMemory<byte>> ReadPiece(long offset, int length, CancellationToken cancellation);

    /// <summary>The kind of what is no part's: of each part on a disk its kind (1 byte) and up to where it is durable (8).</summary>
    public const byte Flushed = 0;

    /// <summary>A member's own, kept beside its log: parts on a disk are synced, of parts in memory the content is in it.</summary>
    public static async Task<byte[]> WriteOwnAsync(IEnumerable<IGroupPart> parts, CancellationToken cancellation)
    {
        var inMemory = new List<IGroupPart>();
        var flushed = new List<byte>();
        foreach (var part in parts)
        {
            if (await part.FlushAsync(cancellation) is not { } applied) inMemory.Add(part);
            else flushed.AddRange([part.Kind, .. BitConverter.GetBytes(applied)]);
        }
        await using var snapshot = await GroupSnapshot.OpenAsync(inMemory, cancellation);
        var content = await snapshot.ReadAsync(0, checked((int)snapshot.Bytes), cancellation);
        if (flushed.Count == 0) return content;
        var header = new byte[GroupSnapshot.HeaderBytes];
        header[0] = Flushed;
        BinaryPrimitives.WriteInt64LittleEndian(header.AsSpan(1), flushed.Count);
        return [.. header, .. flushed, .. content];
    }

    /// <summary>Every part becomes what the content says that it was, unless it has gone beyond that.</summary>
    /// <param name="applied">The index that the snapshot stands for.</param>
    /// <exception cref="ConsensusLogException">A part on a disk has lost what its log no longer has.</exception>
    /// <exception cref="FormatException">The content is cut off, or has a part that this version does not know.</exception>
    public static async Task RestoreAsync(
        IReadOnlyCollection<IGroupPart> parts, long applied, long bytes, ReadPiece read, CancellationToken cancellation)
    {
        await foreach (var (kind, content) in ReadAsync(bytes, read, cancellation))
        {
            if (kind == Flushed) await RequireAsync(parts, content, cancellation);
            else if (Of(parts, kind, applied) is var part && part.Applied < applied)
                await part.RestoreAsync(applied, content, cancellation);
        }
    }

    /// <exception cref="FormatException">This version does not know it.</exception>
    public static IGroupPart Of(IReadOnlyCollection<IGroupPart> parts, byte kind, long index) =>
        parts.FirstOrDefault(part => part.Kind == kind)
        ?? throw new NewerCommandException($"entry {index} of the group's log is of part {kind}");

    private static async Task RequireAsync(IReadOnlyCollection<IGroupPart> parts, Stream content, CancellationToken cancellation)
    {
        var mark = new byte[GroupSnapshot.HeaderBytes];
        for (var left = content.Length; left > 0; left -= mark.Length)
        {
            await content.ReadExactlyAsync(mark, cancellation);
            var (kind, flushed) = (mark[0], BinaryPrimitives.ReadInt64LittleEndian(mark.AsSpan(1)));
            var part = Of(parts, kind, flushed);
            if (part is PassedOver passed) passed.Resume(flushed);
            if (part.Applied is var found && found >= flushed) continue;
            throw new ConsensusLogException(
                $"part {kind}",
                $"its file ends at entry {found}, and had entry {flushed}: it was lost, or is an older one. Put the right one back, or "
                    + "move it and the consensus log away: the member then joins anew, under another id, and the others go on.");
        }
    }

    /// <summary>Each part's content in turn, to be read before the next.</summary>
    /// <param name="bytes">Of the whole.</param>
    /// <exception cref="FormatException">The content is cut off.</exception>
    public static async IAsyncEnumerable<(byte Kind, Stream Content)> ReadAsync(
        long bytes, ReadPiece read, [EnumeratorCancellation] CancellationToken cancellation)
    {
        for (var at = 0L; at < bytes;)
        {
            if (bytes - at < GroupSnapshot.HeaderBytes) throw new FormatException("a group's snapshot is cut off in a part's header.");
            var header = (await read(at, GroupSnapshot.HeaderBytes, cancellation)).ToArray();
            at += GroupSnapshot.HeaderBytes;
            var length = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(1));
            if (length < 0 || length > bytes - at)
                throw new FormatException($"a group's snapshot is cut off in part {header[0]}, which has {length} bytes.");
            await using (var content = new PieceStream(read, at, length)) yield return (header[0], content);
            at += length;
        }
    }

    /// <summary>So many bytes from an offset on, once and in order.</summary>
    private sealed class PieceStream(ReadPiece read, long from, long length) : Stream
    {
        private const int MaxPiece = 1024 * 1024;

        private long _position;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => length;

        public override long Position
        {
            get => _position;
            set => throw new NotSupportedException("it is read once and in order.");
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var most = (int)Math.Min(Math.Min(buffer.Length, MaxPiece), length - _position);
            if (most == 0) return 0;
            var piece = await read(from + _position, most, cancellationToken);
            piece.CopyTo(buffer);
            _position += piece.Length;
            return piece.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("it is read asynchronously.");

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("it is read once and in order.");

        public override void SetLength(long value) => throw new NotSupportedException("it is only read.");

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException("it is only read.");
    }
}

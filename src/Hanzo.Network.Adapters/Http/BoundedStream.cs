namespace Hanzo.Network.Adapters.Http;

/// <summary>What a bound of bytes is of.</summary>
internal enum BoundOf
{
    /// <summary>All that is read.</summary>
    Whole,

    /// <summary>Each line: what ends by a line feed.</summary>
    Line,

    /// <summary>Each event of an event stream: what ends by an empty line.</summary>
    Event,
}

/// <summary>A stream that is not read beyond a bound.</summary>
/// <param name="beyond">What is thrown then; the stream is of no use any more.</param>
internal sealed class BoundedStream(Stream inner, long maxBytes, BoundOf of, Func<long, Exception> beyond) : Stream
{
    private long _counted;
    private bool _lineIsEmpty;

    public override bool CanRead => true;
    public override bool CanSeek => false;
    public override bool CanWrite => false;
    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override int Read(byte[] buffer, int offset, int count)
    {
        var read = inner.Read(buffer, offset, count);
        Count(buffer.AsSpan(offset, read));
        return read;
    }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var read = await inner.ReadAsync(buffer, cancellationToken);
        Count(buffer.Span[..read]);
        return read;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override void Flush() => inner.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) inner.Dispose();
        base.Dispose(disposing);
    }

    private void Count(ReadOnlySpan<byte> bytes)
    {
        while (of != BoundOf.Whole && bytes.IndexOf((byte)'\n') is >= 0 and var end)
        {
            Add(end + 1, bytes[..end]);
            if (of == BoundOf.Line || _lineIsEmpty) _counted = 0;
            _lineIsEmpty = true;
            bytes = bytes[(end + 1)..];
        }

        Add(bytes.Length, bytes);
    }

    private void Add(int length, ReadOnlySpan<byte> line)
    {
        if (line.ContainsAnyExcept((byte)'\r')) _lineIsEmpty = false;
        _counted += length;
        if (_counted > maxBytes) throw beyond(maxBytes);
    }
}

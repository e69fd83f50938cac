namespace Hanzo.Network.Consensus.Groups;

/// <summary>Of a part in memory.</summary>
internal sealed class BytesSnapshot(byte[] content) : IPartSnapshot
{
    public long Bytes => content.Length;

    public ValueTask<int> ReadAsync(long offset, Memory<byte> into, CancellationToken cancellation)
    {
        var length = (int)Math.Clamp(content.Length - offset, 0, into.Length);
        content.AsMemory((int)offset, length).CopyTo(into);
        return new(length);
    }

    public ValueTask DisposeAsync() => default;
}

using System.Buffers.Binary;
using System.Text;
using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>
/// Appends in the log: bytes of the body (int32), its checksum (uint64), the body. Numbers are little-endian; texts are UTF-8 behind
/// their length (int32).
/// </summary>
internal static class AppendFormat
{
    private const int HeaderBytes = sizeof(int) + sizeof(ulong);

    public static void Write(Append append, MemoryStream to)
    {
        var start = (int)to.Position;
        to.SetLength(start + HeaderBytes);
        to.Position = start + HeaderBytes;
        using (var writer = new BinaryWriter(to, Encoding.UTF8, leaveOpen: true)) WriteBody(append, writer);
        var body = to.GetBuffer().AsSpan(start, (int)to.Position - start);
        BinaryPrimitives.WriteInt32LittleEndian(body, body.Length - HeaderBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(body[sizeof(int)..], ContentHash.Of(body[HeaderBytes..]));
    }

    /// <summary>The append that begins at <paramref name="position"/>, which moves behind it; null: none is whole there.</summary>
    public static Append? Read(byte[] log, ref int position)
    {
        var rest = log.AsSpan(position);
        if (rest.Length < HeaderBytes) return null;
        var length = BinaryPrimitives.ReadInt32LittleEndian(rest);
        if (length <= 0 || length > rest.Length - HeaderBytes) return null;
        if (BinaryPrimitives.ReadUInt64LittleEndian(rest[sizeof(int)..]) != ContentHash.Of(rest.Slice(HeaderBytes, length))) return null;
        using var body = new MemoryStream(log, position + HeaderBytes, length, writable: false);
        using var reader = new BinaryReader(body, Encoding.UTF8);
        position += HeaderBytes + length;
        return ReadBody(reader);
    }

    private static void WriteBody(Append append, BinaryWriter to)
    {
        to.Write(append.Node);
        to.Write(append.PersistenceId);
        to.Write(append.First);
        to.Write(append.Events[0].Writer);
        to.Write(append.Events[0].At.UtcTicks);
        to.Write(append.Events.Length);
        foreach (var stored in append.Events)
        {
            to.Write(stored.Manifest);
            to.Write(stored.Payload.Length);
            to.Write(stored.Payload.Span);
        }
    }

    private static Append ReadBody(BinaryReader from)
    {
        var (node, id, first, writer) = (from.ReadInt32(), from.ReadString(), from.ReadInt64(), from.ReadString());
        var at = new DateTimeOffset(from.ReadInt64(), TimeSpan.Zero);
        var events = new StoredEvent[from.ReadInt32()];
        for (var i = 0; i < events.Length; i++)
            events[i] = new StoredEvent(first + i, from.ReadString(), from.ReadBytes(from.ReadInt32()), writer, at);
        return new Append(node, id, events);
    }
}

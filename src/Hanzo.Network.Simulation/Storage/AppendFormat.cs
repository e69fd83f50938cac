using System.Buffers.Binary;
using System.Text;
using Hanzo.Network.State;

namespace Hanzo.Network.Simulation.Storage;

/// <summary>
/// Entries in the log: bytes of the body (int32), its checksum (uint64), the body. Numbers are little-endian; texts are UTF-8 behind
/// their length (int32).
/// </summary>
internal static class AppendFormat
{
    private const int HeaderBytes = sizeof(int) + sizeof(ulong);

    // In the place where an append has the count of its events.
    private const int Deleted = -1;
    private const int Saved = -2;
    private const int SnapshotsGone = -3;
    private const int AllGone = -4;

    public static void Write(LogEntry entry, MemoryStream to)
    {
        var start = (int)to.Position;
        to.SetLength(start + HeaderBytes);
        to.Position = start + HeaderBytes;
        using (var writer = new BinaryWriter(to, Encoding.UTF8, leaveOpen: true)) WriteBody(entry, writer);
        var body = to.GetBuffer().AsSpan(start, (int)to.Position - start);
        BinaryPrimitives.WriteInt32LittleEndian(body, body.Length - HeaderBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(body[sizeof(int)..], ContentHash.Of(body[HeaderBytes..]));
    }

    /// <summary>The entry that begins at <paramref name="position"/>, which moves behind it; null: none is whole there.</summary>
    public static LogEntry? Read(byte[] log, ref int position)
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

    private static void WriteBody(LogEntry entry, BinaryWriter to)
    {
        to.Write(entry.Node);
        to.Write(entry.PersistenceId);
        switch (entry)
        {
            case Append append:
                Write(append.First, append.Events[0].Writer, append.Events[0].At, append.Events.Length, to);
                foreach (var stored in append.Events) Write(stored.Manifest, stored.Payload, to);
                break;
            case EventsDeleted deleted:
                Write(deleted.ToSequence, "", default, Deleted, to);
                break;
            case Forgotten forgotten:
                Write(forgotten.Last, "", default, AllGone, to);
                break;
            case SnapshotSaved { Snapshot: var snapshot }:
                Write(snapshot.Sequence, "", snapshot.At, Saved, to);
                Write(snapshot.Manifest, snapshot.Payload, to);
                break;
            case SnapshotsDeleted { Range: var range }:
                Write(range.From, "", range.Since, SnapshotsGone, to);
                to.Write(range.To);
                to.Write(range.Until.UtcTicks);
                break;
        }
    }

    private static void Write(long sequence, string writer, DateTimeOffset at, int count, BinaryWriter to)
    {
        to.Write(sequence);
        to.Write(writer);
        to.Write(at.UtcTicks);
        to.Write(count);
    }

    private static void Write(string manifest, ReadOnlyMemory<byte> payload, BinaryWriter to)
    {
        to.Write(manifest);
        to.Write(payload.Length);
        to.Write(payload.Span);
    }

    private static LogEntry ReadBody(BinaryReader from)
    {
        var (node, id, sequence, writer) = (from.ReadInt32(), from.ReadString(), from.ReadInt64(), from.ReadString());
        var at = TimeOf(from);
        var count = from.ReadInt32();
        if (count == Deleted) return new EventsDeleted(node, id, sequence);
        if (count == AllGone) return new Forgotten(node, id, sequence);
        if (count == Saved) return new SnapshotSaved(node, id, new StoredSnapshot(sequence, from.ReadString(), PayloadOf(from), at));
        if (count == SnapshotsGone) return new SnapshotsDeleted(node, id, new SnapshotRange(sequence, from.ReadInt64(), at, TimeOf(from)));
        var events = new StoredEvent[count];
        for (var i = 0; i < events.Length; i++) events[i] = new StoredEvent(sequence + i, from.ReadString(), PayloadOf(from), writer, at);
        return new Append(node, id, events);
    }

    private static DateTimeOffset TimeOf(BinaryReader from) => new(from.ReadInt64(), TimeSpan.Zero);

    private static byte[] PayloadOf(BinaryReader from) => from.ReadBytes(from.ReadInt32());
}

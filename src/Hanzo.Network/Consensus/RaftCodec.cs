using System.Collections.Immutable;
using System.Text;

namespace Hanzo.Network.Consensus;

/// <summary>
/// Messages and stored parts as bytes: a version, then fields in order, little endian, texts and lists with their length before them.
/// Readers refuse what is cut off, too long, or of another version.
/// </summary>
public static class RaftCodec
{
    public const byte Version = 1;

    public static byte[] Write(RaftMessage message) => Write(writer =>
    {
        writer.Write((byte)KindOf(message));
        writer.Write(message.Term);
        RaftMessageFields.Write(writer, message);
    });

    /// <exception cref="FormatException">The bytes are no message.</exception>
    public static RaftMessage ReadMessage(ReadOnlyMemory<byte> bytes) => Read(bytes, "message", reader =>
    {
        var kind = (MessageKind)reader.ReadByte();
        return RaftMessageFields.Read(reader, kind, reader.ReadInt64());
    });

    public static byte[] Write(LogEntry entry) => Write(writer => RaftFields.Write(writer, entry));

    /// <exception cref="FormatException">The bytes are no entry.</exception>
    public static LogEntry ReadEntry(ReadOnlyMemory<byte> bytes) => Read(bytes, "entry", RaftFields.ReadEntry);

    public static byte[] Write(SnapshotMeta snapshot) => Write(writer => RaftFields.Write(writer, snapshot));

    /// <exception cref="FormatException">The bytes describe no snapshot.</exception>
    public static SnapshotMeta ReadSnapshot(ReadOnlyMemory<byte> bytes) => Read(bytes, "snapshot's description", RaftFields.ReadSnapshot);

    private static MessageKind KindOf(RaftMessage message) => message switch
    {
        RaftMessage.VoteRequest => MessageKind.VoteRequest,
        RaftMessage.VoteResponse => MessageKind.VoteResponse,
        RaftMessage.AppendRequest => MessageKind.AppendRequest,
        RaftMessage.Appended => MessageKind.Appended,
        RaftMessage.AppendRejected => MessageKind.AppendRejected,
        RaftMessage.Heartbeat => MessageKind.Heartbeat,
        RaftMessage.HeartbeatResponse => MessageKind.HeartbeatResponse,
        RaftMessage.SnapshotChunk => MessageKind.SnapshotChunk,
        RaftMessage.SnapshotCredit => MessageKind.SnapshotCredit,
        RaftMessage.TimeoutNow => MessageKind.TimeoutNow,
        RaftMessage.ReadRequest => MessageKind.ReadRequest,
        RaftMessage.ReadResponse => MessageKind.ReadResponse,
        RaftMessage.TermPassed => MessageKind.TermPassed,
        _ => throw new InvalidOperationException($"{message.GetType().Name} is no message of a group."),
    };

    private static byte[] Write(Action<BinaryWriter> write)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        write(writer);
        writer.Flush();
        return stream.ToArray();
    }

    private static T Read<T>(ReadOnlyMemory<byte> bytes, string what, Func<BinaryReader, T> read)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            var version = reader.ReadByte();
            if (version != Version) throw new FormatException($"a consensus {what} has version {version}; this one reads {Version}.");
            var value = read(reader);
            return stream.Position == stream.Length ? value
                : throw new FormatException($"a consensus {what} has {stream.Length - stream.Position} bytes too many.");
        }
        catch (Exception failure) when (failure is IOException or ArgumentException)
        {
            throw new FormatException($"a consensus {what} of {bytes.Length} bytes cannot be read: {failure.Message}", failure);
        }
    }
}

/// <summary>Numbers on the wire: none is given to another kind.</summary>
internal enum MessageKind : byte
{
    VoteRequest = 1,
    VoteResponse = 2,
    AppendRequest = 3,
    Appended = 4,
    AppendRejected = 5,
    Heartbeat = 6,
    HeartbeatResponse = 7,
    SnapshotChunk = 8,
    SnapshotCredit = 9,
    TimeoutNow = 10,
    ReadRequest = 11,
    ReadResponse = 12,
    TermPassed = 13,
}

/// <summary>What messages and stored parts have in common.</summary>
internal static class RaftFields
{
    public static void Write(BinaryWriter writer, LogPosition position)
    {
        writer.Write(position.Index);
        writer.Write(position.Term);
    }

    public static LogPosition ReadPosition(BinaryReader reader) => new(reader.ReadInt64(), reader.ReadInt64());

    public static void Write(BinaryWriter writer, ReadOnlyMemory<byte> bytes)
    {
        writer.Write(bytes.Length);
        writer.Write(bytes.Span);
    }

    public static byte[] ReadBytes(BinaryReader reader) => reader.ReadBytes(Count(reader, 1));

    public static void Write(BinaryWriter writer, LogEntry entry)
    {
        Write(writer, new LogPosition(entry.Index, entry.Term));
        writer.Write((byte)entry.Kind);
        if (entry.Kind == EntryKind.Config) Write(writer, entry.Config!);
        else Write(writer, entry.Payload);
    }

    public static LogEntry ReadEntry(BinaryReader reader)
    {
        var position = ReadPosition(reader);
        var kind = (EntryKind)reader.ReadByte();
        return kind switch
        {
            EntryKind.Config => new LogEntry(position.Index, position.Term, kind, default, ReadConfig(reader)),
            EntryKind.Command or EntryKind.Opening => new LogEntry(position.Index, position.Term, kind, ReadBytes(reader)),
            _ => throw new FormatException($"a consensus entry has the kind {(byte)kind}, which this version does not know."),
        };
    }

    public static void Write(BinaryWriter writer, SnapshotMeta snapshot)
    {
        Write(writer, snapshot.Position);
        writer.Write(snapshot.Bytes);
        Write(writer, snapshot.Config);
    }

    public static SnapshotMeta ReadSnapshot(BinaryReader reader)
    {
        var position = ReadPosition(reader);
        var bytes = reader.ReadInt64();
        return new SnapshotMeta(position.Index, position.Term, ReadConfig(reader), bytes);
    }

    /// <summary>Of a list whose items take at least so many bytes each.</summary>
    public static int Count(BinaryReader reader, int least)
    {
        var count = reader.ReadInt32();
        var left = reader.BaseStream.Length - reader.BaseStream.Position;
        return count >= 0 && (long)count * least <= left
            ? count
            : throw new FormatException($"a consensus message tells of {count} items, which its {left} bytes cannot hold.");
    }

    private static void Write(BinaryWriter writer, GroupConfig config)
    {
        foreach (var members in new[] { config.Voters, config.Outgoing, config.Learners })
        {
            writer.Write(members.Count);
            foreach (var member in members) writer.Write(member.Value);
        }
    }

    private static GroupConfig ReadConfig(BinaryReader reader) => new(ReadMembers(reader), ReadMembers(reader), ReadMembers(reader));

    private static ImmutableSortedSet<MemberId> ReadMembers(BinaryReader reader)
    {
        var members = ImmutableSortedSet.CreateBuilder<MemberId>();
        for (var left = Count(reader, 1); left > 0; left--) members.Add(new MemberId(reader.ReadString()));
        return members.Count <= GroupConfig.MaxMembers
            ? members.ToImmutable()
            : throw new FormatException($"a consensus group of {members.Count} members; at most {GroupConfig.MaxMembers}.");
    }
}

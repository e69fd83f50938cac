using System.Buffers.Binary;
using System.Text;
using Hanzo.Network.Consensus.Groups;
using Hanzo.Network.State;

namespace Hanzo.Network.Consensus.Journal;

/// <summary>
/// Commands and results as bytes: a version, a kind, then fields in order, little endian, texts and lists with their length before them.
/// </summary>
public static class JournalCodec
{
    public const byte Version = 1;

    /// <summary>Of a journal's entries in the log.</summary>
    public const byte PartKind = 2;

    private const int ResultBytes = 10;

    private const Kind NewestKind = Kind.Forget;

    private enum Kind : byte
    {
        Append = 1,
        Delete = 2,
        SaveSnapshot = 3,
        DeleteSnapshots = 4,
        Stage = 5,
        Import = 6,
        Forget = 7,
    }

    public static byte[] Write(JournalCommand command)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream, Encoding.UTF8);
        writer.Write(Version);
        switch (command)
        {
            case JournalCommand.Append append:
                Begin(writer, Kind.Append, command);
                WriteAppend(writer, append);
                break;
            case JournalCommand.Delete delete:
                Begin(writer, Kind.Delete, command);
                writer.Write(delete.ToSequence);
                break;
            case JournalCommand.Forget forget:
                Begin(writer, Kind.Forget, command);
                writer.Write(forget.Last);
                break;
            case JournalCommand.SaveSnapshot { Snapshot: var snapshot }:
                Begin(writer, Kind.SaveSnapshot, command);
                Write(writer, snapshot);
                break;
            case JournalCommand.DeleteSnapshots { Range: var range }:
                Begin(writer, Kind.DeleteSnapshots, command);
                writer.Write(range.From);
                writer.Write(range.To);
                writer.Write(range.Since.UtcTicks);
                writer.Write(range.Until.UtcTicks);
                break;
            case JournalCommand.Stage stage:
                Begin(writer, Kind.Stage, command);
                WriteStage(writer, stage);
                break;
            case JournalCommand.Import { History: var history } import:
                Begin(writer, Kind.Import, command);
                writer.Write(import.Source);
                writer.Write(history.Highest);
                writer.Write(history.Events);
                writer.Write(history.Snapshots);
                RaftFields.Write(writer, history.Digest);
                break;
            default:
                throw new InvalidOperationException($"{command.GetType().Name} is no command of a journal.");
        }

        writer.Flush();
        return stream.ToArray();
    }

    /// <exception cref="NewerCommandException">They are of a later version, which is a format of its own.</exception>
    /// <exception cref="FormatException">The bytes are no command.</exception>
    public static JournalCommand ReadCommand(ReadOnlyMemory<byte> bytes)
    {
        using var stream = new MemoryStream(bytes.ToArray(), writable: false);
        using var reader = new BinaryReader(stream, Encoding.UTF8);
        try
        {
            var version = reader.ReadByte();
            if (version > Version) throw new NewerCommandException($"a journal's command of version {version}");
            if (version != Version) throw new FormatException($"a journal command has version {version}; this one reads {Version}.");
            var kind = (Kind)reader.ReadByte();
            if (kind > NewestKind) throw new NewerCommandException($"a journal's command of the kind {(byte)kind}");
            var command = Read(reader, kind, reader.ReadString());
            return stream.Position == stream.Length ? command
                : throw new FormatException($"a journal command has {stream.Length - stream.Position} bytes too many.");
        }
        catch (Exception failure) when (failure is IOException or ArgumentException)
        {
            throw new FormatException($"a journal command of {bytes.Length} bytes cannot be read: {failure.Message}", failure);
        }
    }

    /// <summary>Whether an entry's command is none of a later version; of what comes in pieces the first one tells.</summary>
    public static bool Knows(ReadOnlyMemory<byte> framed)
    {
        try
        {
            var frame = JournalFrame.Read(framed);
            return frame.Number > 0 || frame.Data.Length < 2
                || (frame.Data.Span[0] <= Version && frame.Data.Span[1] <= (byte)NewestKind);
        }
        catch (NewerCommandException)
        {
            return false;
        }
        catch (FormatException)
        {
            // Whoever has proposed it is told when it is applied.
            return true;
        }
    }

    public static byte[] Write(JournalResult result)
    {
        var bytes = new byte[ResultBytes];
        (bytes[0], bytes[1]) = (Version, (byte)result.Verdict);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(2), result.End);
        return bytes;
    }

    /// <exception cref="FormatException">The bytes are no result, or of another version.</exception>
    public static JournalResult ReadResult(ReadOnlySpan<byte> bytes) =>
        bytes.Length == ResultBytes && bytes[0] == Version && Enum.IsDefined((JournalVerdict)bytes[1])
            ? new JournalResult((JournalVerdict)bytes[1], BinaryPrimitives.ReadInt64LittleEndian(bytes[2..]))
            : throw new FormatException($"{bytes.Length} bytes are no result of a journal's command that this version reads.");

    private static void Begin(BinaryWriter writer, Kind kind, JournalCommand command)
    {
        writer.Write((byte)kind);
        writer.Write(command.PersistenceId);
    }

    private static void WriteAppend(BinaryWriter writer, JournalCommand.Append append)
    {
        writer.Write(append.ExpectedSequence);
        writer.Write(append.Writer);
        writer.Write(append.At.UtcTicks);
        writer.Write(append.Again);
        writer.Write(append.Events.Count);
        for (var i = 0; i < append.Events.Count; i++)
        {
            writer.Write(append.Events[i].Manifest);
            RaftFields.Write(writer, append.Events[i].Payload);
        }
    }

    private static JournalCommand Read(BinaryReader reader, Kind kind, string id) => kind switch
    {
        Kind.Append => ReadAppend(reader, id),
        Kind.Delete => new JournalCommand.Delete(id, reader.ReadInt64()),
        Kind.Forget => new JournalCommand.Forget(id, reader.ReadInt64()),
        Kind.SaveSnapshot => new JournalCommand.SaveSnapshot(id, ReadSnapshot(reader)),
        Kind.DeleteSnapshots => new JournalCommand.DeleteSnapshots(
            id, new SnapshotRange(reader.ReadInt64(), reader.ReadInt64(), ReadTime(reader), ReadTime(reader))),
        Kind.Stage => ReadStage(reader, id),
        Kind.Import => new JournalCommand.Import(
            id, reader.ReadString(),
            new HistorySummary(reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt32(), RaftFields.ReadBytes(reader))),
        _ => throw new FormatException($"a journal command has the kind {(byte)kind}, which this version does not know."),
    };

    private static JournalCommand.Append ReadAppend(BinaryReader reader, string id)
    {
        var (expected, writer, at, again) = (reader.ReadInt64(), reader.ReadString(), ReadTime(reader), reader.ReadBoolean());
        var events = new NewEvent[RaftFields.Count(reader, 5)];
        for (var i = 0; i < events.Length; i++) events[i] = new NewEvent(reader.ReadString(), RaftFields.ReadBytes(reader));
        return new JournalCommand.Append(id, expected, writer, at, events, again);
    }

    private static void WriteStage(BinaryWriter writer, JournalCommand.Stage stage)
    {
        writer.Write(stage.Source);
        writer.Write(stage.Events.Count);
        foreach (var stored in stage.Events)
        {
            writer.Write(stored.Sequence);
            writer.Write(stored.Manifest);
            writer.Write(stored.Writer);
            writer.Write(stored.At.UtcTicks);
            RaftFields.Write(writer, stored.Payload);
        }

        writer.Write(stage.Snapshots.Count);
        foreach (var snapshot in stage.Snapshots) Write(writer, snapshot);
    }

    private static JournalCommand.Stage ReadStage(BinaryReader reader, string id)
    {
        var source = reader.ReadString();
        var events = new StoredEvent[RaftFields.Count(reader, 22)];
        for (var i = 0; i < events.Length; i++)
        {
            var (sequence, manifest, writer, at) = (reader.ReadInt64(), reader.ReadString(), reader.ReadString(), ReadTime(reader));
            events[i] = new StoredEvent(sequence, manifest, RaftFields.ReadBytes(reader), writer, at);
        }

        var snapshots = new StoredSnapshot[RaftFields.Count(reader, 21)];
        for (var i = 0; i < snapshots.Length; i++) snapshots[i] = ReadSnapshot(reader);
        return new JournalCommand.Stage(id, source, events, snapshots);
    }

    private static void Write(BinaryWriter writer, StoredSnapshot snapshot)
    {
        writer.Write(snapshot.Sequence);
        writer.Write(snapshot.Manifest);
        writer.Write(snapshot.At.UtcTicks);
        RaftFields.Write(writer, snapshot.Payload);
    }

    private static StoredSnapshot ReadSnapshot(BinaryReader reader)
    {
        var (sequence, manifest, at) = (reader.ReadInt64(), reader.ReadString(), ReadTime(reader));
        return new StoredSnapshot(sequence, manifest, RaftFields.ReadBytes(reader), at);
    }

    private static DateTimeOffset ReadTime(BinaryReader reader) => new(reader.ReadInt64(), TimeSpan.Zero);
}

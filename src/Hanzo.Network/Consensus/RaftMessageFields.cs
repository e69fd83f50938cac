using System.Collections.Immutable;

namespace Hanzo.Network.Consensus;

/// <summary>What each kind of message carries beside its term, in the order of the wire.</summary>
internal static class RaftMessageFields
{
    /// <summary>Bytes of the smallest entry.</summary>
    private const int LeastEntry = 21;

    public static void Write(BinaryWriter writer, RaftMessage message)
    {
        switch (message)
        {
            case RaftMessage.VoteRequest request:
                RaftFields.Write(writer, request.Last);
                writer.Write(request.Advance);
                writer.Write(request.Forced);
                break;
            case RaftMessage.VoteResponse response:
                writer.Write(response.Advance);
                writer.Write(response.Granted);
                break;
            case RaftMessage.AppendRequest append:
                RaftFields.Write(writer, append.Previous);
                writer.Write(append.Commit);
                writer.Write(append.Entries.Length);
                foreach (var entry in append.Entries) RaftFields.Write(writer, entry);
                break;
            case RaftMessage.Appended appended:
                writer.Write(appended.Index);
                break;
            case RaftMessage.AppendRejected rejected:
                writer.Write(rejected.Previous);
                RaftFields.Write(writer, rejected.Hint);
                break;
            case RaftMessage.Heartbeat heartbeat:
                RaftFields.Write(writer, new LogPosition(heartbeat.Commit, heartbeat.Round));
                break;
            case RaftMessage.HeartbeatResponse response:
                writer.Write(response.Round);
                break;
            case RaftMessage.SnapshotChunk chunk:
                RaftFields.Write(writer, chunk.Snapshot);
                writer.Write(chunk.Transfer);
                writer.Write(chunk.Offset);
                RaftFields.Write(writer, chunk.Data);
                break;
            case RaftMessage.SnapshotCredit credit:
                RaftFields.Write(writer, new LogPosition(credit.Transfer, credit.Next));
                break;
            case RaftMessage.ReadRequest read:
                RaftFields.Write(writer, new LogPosition(read.Life, read.Id));
                break;
            case RaftMessage.ReadResponse read:
                RaftFields.Write(writer, new LogPosition(read.Life, read.Id));
                writer.Write(read.Index);
                break;
        }
    }

    public static RaftMessage Read(BinaryReader reader, MessageKind kind, long term) => kind switch
    {
        MessageKind.VoteRequest =>
            new RaftMessage.VoteRequest(term, RaftFields.ReadPosition(reader), reader.ReadBoolean(), reader.ReadBoolean()),
        MessageKind.VoteResponse => new RaftMessage.VoteResponse(term, reader.ReadBoolean(), reader.ReadBoolean()),
        MessageKind.AppendRequest => ReadAppend(reader, term),
        MessageKind.Appended => new RaftMessage.Appended(term, reader.ReadInt64()),
        MessageKind.AppendRejected => new RaftMessage.AppendRejected(term, reader.ReadInt64(), RaftFields.ReadPosition(reader)),
        MessageKind.Heartbeat => new RaftMessage.Heartbeat(term, reader.ReadInt64(), reader.ReadInt64()),
        MessageKind.HeartbeatResponse => new RaftMessage.HeartbeatResponse(term, reader.ReadInt64()),
        MessageKind.SnapshotChunk => ReadChunk(reader, term),
        MessageKind.SnapshotCredit => new RaftMessage.SnapshotCredit(term, reader.ReadInt64(), reader.ReadInt64()),
        MessageKind.TimeoutNow => new RaftMessage.TimeoutNow(term),
        MessageKind.ReadRequest => new RaftMessage.ReadRequest(term, reader.ReadInt64(), reader.ReadInt64()),
        MessageKind.ReadResponse => new RaftMessage.ReadResponse(term, reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64()),
        MessageKind.TermPassed => new RaftMessage.TermPassed(term),
        _ => throw new FormatException($"a consensus message has the kind {(byte)kind}, which this version does not know."),
    };

    private static RaftMessage.AppendRequest ReadAppend(BinaryReader reader, long term)
    {
        var (previous, commit) = (RaftFields.ReadPosition(reader), reader.ReadInt64());
        return new RaftMessage.AppendRequest(term, previous, commit, ReadEntries(reader, previous.Index));
    }

    // Followers take entries to follow each other without a gap.
    private static ImmutableArray<LogEntry> ReadEntries(BinaryReader reader, long after)
    {
        var entries = ImmutableArray.CreateBuilder<LogEntry>(RaftFields.Count(reader, LeastEntry));
        for (var left = entries.Capacity; left > 0; left--)
        {
            var entry = RaftFields.ReadEntry(reader);
            if (entry.Index != after + entries.Count + 1) throw new FormatException("consensus entries leave a gap.");
            entries.Add(entry);
        }
        return entries.MoveToImmutable();
    }

    private static RaftMessage.SnapshotChunk ReadChunk(BinaryReader reader, long term)
    {
        var snapshot = RaftFields.ReadSnapshot(reader);
        var (transfer, offset) = (reader.ReadInt64(), reader.ReadInt64());
        return new RaftMessage.SnapshotChunk(term, snapshot, transfer, offset, RaftFields.ReadBytes(reader));
    }
}

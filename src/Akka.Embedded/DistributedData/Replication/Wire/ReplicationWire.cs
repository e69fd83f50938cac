using System.Buffers;
using System.Collections.Immutable;
using Akka.Embedded.Membership;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

/// <summary>
/// The bytes of replication messages: one byte format version, sender, uid of the receiver, then the fields. A manifest is never given
/// another meaning.
/// </summary>
internal static class ReplicationWire
{
    public const byte Version = 1;

    /// <summary>The longest id of a key, in UTF-8.</summary>
    public const int MaxKeyBytes = 1024;

    public const int MaxItems = 100_000;

    /// <summary>An upper bound of what a message takes besides its items, and an item besides its key, body and versions.</summary>
    public const int OverheadBytes = 2 * 1024;

    public static string ManifestOf(ReplicationMessage message) => message switch
    {
        Changes => "changes.1",
        Digests => "digests.1",
        WantStates => "want.1",
        States => "states.1",
        WriteState => "write.1",
        WriteAnswer => "write-answer.1",
        ReadState => "read.1",
        ReadAnswer => "read-answer.1",
        ReadRefusal => "read-refusal.1",
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType(), "Not a replication message."),
    };

    public static void Write(ReplicationMessage message, IBufferWriter<byte> output)
    {
        output.WriteByte(Version);
        ClusterWire.Write(message.From, output);
        output.WriteInt32(message.ToUid);
        switch (message)
        {
            case Changes m:
                output.WriteInt64(m.WriteId);
                WriteAll(m.Items, ItemWire.Write, output);
                break;
            case Digests m:
                WriteOptional(m.After, output);
                WriteOptional(m.UpTo, output);
                WriteAll(m.Items, ItemWire.Write, output);
                break;
            case WantStates m:
                WriteAll(m.Keys, static (key, to) => to.WriteString(key), output);
                break;
            case States m:
                output.WriteByte(m.SendBack ? (byte)1 : (byte)0);
                WriteAll(m.Items, ItemWire.Write, output);
                break;
            case WriteState m:
                output.WriteInt64(m.Id);
                ItemWire.Write(m.Item, output);
                break;
            case WriteAnswer m:
                output.WriteInt64(m.Id);
                output.WriteByte((byte)m.Outcome);
                break;
            case ReadState m:
                output.WriteInt64(m.Id);
                output.WriteString(m.Key);
                break;
            case ReadRefusal m:
                output.WriteInt64(m.Id);
                break;
            case ReadAnswer m:
                output.WriteInt64(m.Id);
                WriteAll(m.Item is null ? [] : ImmutableArray.Create(m.Item), ItemWire.Write, output);
                break;
        }
    }

    /// <exception cref="InvalidDataException">The bytes are not such a message; names the field.</exception>
    public static ReplicationMessage Read(string manifest, ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var version = reader.ReadByte("version");
        if (version != Version)
            throw new InvalidDataException($"Replication message {manifest} has format version {version}; this node knows {Version}.");
        var from = ClusterWire.ReadNode(ref reader);
        var to = reader.ReadInt32("receiver's uid");
        return manifest switch
        {
            "changes.1" => new Changes(from, to, reader.ReadInt64("write id"), ItemWire.ReadChanges(ref reader)),
            "digests.1" => new Digests(
                from, to, ReadOptional(ref reader, "after"), ReadOptional(ref reader, "up to"), ItemWire.ReadDigests(ref reader)),
            "want.1" => new WantStates(from, to, ItemWire.ReadKeys(ref reader)),
            "states.1" => new States(from, to, reader.ReadByte("send back") != 0, ItemWire.ReadStates(ref reader, MaxItems)),
            "write.1" => new WriteState(from, to, reader.ReadInt64("write id"), ItemWire.ReadState(ref reader)),
            "write-answer.1" => new WriteAnswer(from, to, reader.ReadInt64("write id"), ReadOutcome(ref reader)),
            "read.1" => new ReadState(from, to, reader.ReadInt64("read id"), ItemWire.ReadKey(ref reader)),
            "read-answer.1" => new ReadAnswer(
                from, to, reader.ReadInt64("read id"), ItemWire.ReadStates(ref reader, 1) is [var item] ? item : null),
            "read-refusal.1" => new ReadRefusal(from, to, reader.ReadInt64("read id")),
            _ => throw new InvalidDataException($"Unknown replication message '{manifest}'."),
        };
    }

    private static WriteOutcome ReadOutcome(ref WireReader reader)
    {
        var outcome = (WriteOutcome)reader.ReadByte("outcome");
        return Enum.IsDefined(outcome) ? outcome : throw new InvalidDataException($"{(int)outcome} is not the outcome of a write.");
    }

    private static void WriteAll<T>(ImmutableArray<T> items, Action<T, IBufferWriter<byte>> write, IBufferWriter<byte> output)
    {
        output.WriteVarInt((uint)items.Length);
        foreach (var item in items)
            write(item, output);
    }

    private static void WriteOptional(string? text, IBufferWriter<byte> output)
    {
        output.WriteByte(text is null ? (byte)0 : (byte)1);
        if (text is not null)
            output.WriteString(text);
    }

    private static string? ReadOptional(ref WireReader reader, string field) =>
        reader.ReadByte(field) == 0 ? null : reader.ReadString(field, MaxKeyBytes);
}

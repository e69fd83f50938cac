using System.Buffers;
using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Cluster.Tools.PublishSubscribe;
using Akka.Embedded.Membership;
using Akka.Embedded.Remoting;
using Akka.Embedded.Wire;
using Akka.Serialization;

namespace Akka.Embedded.Tools.PublishSubscribe;

/// <summary>Serializer 9: what mediators send each other. Users' messages within are written by their own serializers.</summary>
internal sealed class PubSubMessageSerializer(ExtendedActorSystem system) : BufferSerializer(system)
{
    private const int MaxChanges = 1_000_000;

    // A character of UTF-16 has at most three bytes in UTF-8.
    private const int MaxNameBytes = 3 * EntryKey.MaxNameLength;

    public override string Manifest(object o) => o switch
    {
        Delivery => "m",
        EntriesChanged => "c",
        EntriesSeen => "s",
        Publish => "p",
        Send => "o",
        SendToAll => "a",
        _ => throw new ArgumentException($"{o.GetType()} is no message of publishing and subscribing.", nameof(o)),
    };

    public override void Write(object message, IBufferWriter<byte> output)
    {
        switch (message)
        {
            case Delivery delivery:
                Write(delivery.Key, output);
                NestedPayload.Write(system.Serialization, delivery.Message, output);
                break;
            case EntriesChanged changed:
                Write(changed, output);
                break;
            case EntriesSeen seen:
                WriteHeader(seen, output);
                output.WriteInt64(seen.Version);
                WriteFlag(seen.Pull, output);
                break;
            case Publish publish:
                WriteRequest(publish.Topic, publish.SendOneMessageToEachGroup, publish.Message, output);
                break;
            case Send send:
                WriteRequest(send.Path, send.LocalAffinity, send.Message, output);
                break;
            case SendToAll send:
                WriteRequest(send.Path, send.ExcludeSelf, send.Message, output);
                break;
        }
    }

    public override object FromBinary(byte[] bytes, string manifest)
    {
        var reader = new WireReader(bytes);
        switch (manifest)
        {
            case "m":
                return new Delivery(ReadKey(ref reader), NestedPayload.Read(system.Serialization, ref reader));
            case "c":
                return ReadChanged(ref reader);
            case "s":
                var (from, to, start) = ReadHeader(ref reader);
                return new EntriesSeen(from, to, start, reader.ReadInt64("version"), ReadFlag(ref reader));
            case "p" or "o" or "a":
                var name = reader.ReadString("name", PathTexts.MaxBytes);
                var flag = ReadFlag(ref reader);
                var message = NestedPayload.Read(system.Serialization, ref reader);
                return manifest == "p" ? new Publish(name, message, flag)
                    : manifest == "o" ? new Send(name, message, flag)
                    : new SendToAll(name, message, flag);
            default:
                throw new SerializationException($"{nameof(PubSubMessageSerializer)}: manifest '{manifest}' is not known.");
        }
    }

    private static void Write(EntriesChanged changed, IBufferWriter<byte> output)
    {
        WriteHeader(changed, output);
        output.WriteInt64(changed.Delta.From);
        output.WriteInt64(changed.Delta.To);
        output.WriteVarInt((ulong)changed.Delta.Changes.Length);
        foreach (var change in changed.Delta.Changes)
        {
            Write(change.Key, output);
            WriteFlag(change.Present, output);
        }
    }

    private static EntriesChanged ReadChanged(ref WireReader reader)
    {
        var (from, to, start) = ReadHeader(ref reader);
        var (fromVersion, toVersion) = (reader.ReadInt64("from"), reader.ReadInt64("to"));
        var changes = ImmutableArray.CreateBuilder<EntryChange>();
        for (var left = reader.ReadCount("changes", MaxChanges); left > 0; left--)
            changes.Add(new EntryChange(ReadKey(ref reader), ReadFlag(ref reader)));
        return new EntriesChanged(from, to, start, new EntryDelta(fromVersion, toVersion, changes.ToImmutable()));
    }

    private static void WriteHeader(IRegistryMessage message, IBufferWriter<byte> output)
    {
        ClusterWire.Write(message.From, output);
        output.WriteInt32(message.ToUid);
        output.WriteInt64(message.Start);
    }

    private static (Cluster.UniqueAddress From, int ToUid, long Start) ReadHeader(ref WireReader reader) =>
        (ClusterWire.ReadNode(ref reader), reader.ReadInt32("uid"), reader.ReadInt64("start"));

    private static void Write(EntryKey key, IBufferWriter<byte> output)
    {
        output.WriteByte((byte)key.Kind);
        output.WriteString(key.Name);
        output.WriteString(key.Group);
    }

    private static EntryKey ReadKey(ref WireReader reader)
    {
        var kind = (EntryKind)reader.ReadByte("kind");
        if (kind is not (EntryKind.Topic or EntryKind.Group or EntryKind.Path))
            throw new InvalidDataException($"{kind} is no kind of receiver.");
        return new EntryKey(kind, reader.ReadString("name", MaxNameBytes), reader.ReadString("group", MaxNameBytes));
    }

    private void WriteRequest(string name, bool flag, object message, IBufferWriter<byte> output)
    {
        output.WriteString(name);
        WriteFlag(flag, output);
        NestedPayload.Write(system.Serialization, message, output);
    }

    private static void WriteFlag(bool flag, IBufferWriter<byte> output) => output.WriteByte(flag ? (byte)1 : (byte)0);

    private static bool ReadFlag(ref WireReader reader) => reader.ReadByte("flag") != 0;
}

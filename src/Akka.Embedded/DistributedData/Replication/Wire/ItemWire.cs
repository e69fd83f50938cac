using System.Buffers;
using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Embedded.Membership;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

/// <summary>The bytes of what replication messages hold many of.</summary>
internal static class ItemWire
{
    private const int MaxReplicas = 10_000;

    public static void Write(StateItem item, IBufferWriter<byte> output)
    {
        output.WriteString(item.Key);
        output.WriteBytes(item.Body);
        Write(item.Versions, output);
    }

    public static void Write(ChangeItem item, IBufferWriter<byte> output)
    {
        output.WriteString(item.Key);
        output.WriteVarInt((ulong)item.First);
        output.WriteVarInt((ulong)item.Last);
        output.WriteByte(item.IsFullState ? (byte)1 : (byte)0);
        output.WriteBytes(item.Body);
        Write(item.Versions, output);
    }

    public static void Write(KeyDigest item, IBufferWriter<byte> output)
    {
        output.WriteString(item.Key);
        item.Digest.Write(output);
    }

    public static string ReadKey(ref WireReader reader) => reader.ReadString("key", ReplicationWire.MaxKeyBytes);

    public static StateItem ReadState(ref WireReader reader) => new(ReadKey(ref reader), ReadBody(ref reader), ReadVersions(ref reader));

    public static ImmutableArray<StateItem> ReadStates(ref WireReader reader, int max)
    {
        var items = ImmutableArray.CreateBuilder<StateItem>();
        for (var left = reader.ReadCount("states", max); left > 0; left--)
            items.Add(ReadState(ref reader));
        return items.ToImmutable();
    }

    public static ImmutableArray<ChangeItem> ReadChanges(ref WireReader reader)
    {
        var items = ImmutableArray.CreateBuilder<ChangeItem>();
        for (var left = reader.ReadCount("changes", ReplicationWire.MaxItems); left > 0; left--)
        {
            var key = ReadKey(ref reader);
            var first = (long)reader.ReadVarInt("first change");
            var last = (long)reader.ReadVarInt("last change");
            var isFullState = reader.ReadByte("full state") != 0;
            items.Add(new ChangeItem(key, first, last, isFullState, ReadBody(ref reader), ReadVersions(ref reader)));
        }

        return items.ToImmutable();
    }

    public static ImmutableArray<KeyDigest> ReadDigests(ref WireReader reader)
    {
        var items = ImmutableArray.CreateBuilder<KeyDigest>();
        for (var left = reader.ReadCount("digests", ReplicationWire.MaxItems); left > 0; left--)
            items.Add(new KeyDigest(ReadKey(ref reader), Digest128.Read(ref reader)));
        return items.ToImmutable();
    }

    public static ImmutableArray<string> ReadKeys(ref WireReader reader)
    {
        var keys = ImmutableArray.CreateBuilder<string>();
        for (var left = reader.ReadCount("keys", ReplicationWire.MaxItems); left > 0; left--)
            keys.Add(ReadKey(ref reader));
        return keys.ToImmutable();
    }

    private static byte[] ReadBody(ref WireReader reader) => reader.ReadBytes("body", int.MaxValue).ToArray();

    private static void Write(ReplicaVersions versions, IBufferWriter<byte> output)
    {
        output.WriteVarInt((uint)versions.Count);
        foreach (var (replica, version) in versions.Counts)
        {
            ClusterWire.Write(replica, output);
            output.WriteVarInt((ulong)version);
        }
    }

    private static ReplicaVersions ReadVersions(ref WireReader reader)
    {
        var versions = ReplicaVersions.Empty;
        for (var left = reader.ReadCount("versions", MaxReplicas); left > 0; left--)
        {
            var replica = ClusterWire.ReadNode(ref reader);
            versions = versions.With(replica, (long)reader.ReadVarInt("version"));
        }

        return versions;
    }
}

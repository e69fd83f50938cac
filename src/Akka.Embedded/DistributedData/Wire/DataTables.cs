using Akka.Cluster;
using Akka.DistributedData;
using Akka.Embedded.Membership;
using Akka.Embedded.Remoting;
using Akka.Embedded.Wire;

namespace Akka.Embedded.Replication;

/// <summary>What the body of a value refers to by number, as read from before it.</summary>
internal sealed class DataTables
{
    private const int MaxNodes = 10_000;
    private const int MaxKinds = 1_000;
    private readonly List<UniqueAddress> _nodes = [];
    private readonly List<(int Serializer, string Manifest)> _kinds = [];

    /// <exception cref="InvalidDataException">Another format version, or no tables; names the field.</exception>
    public static DataTables Read(ref WireReader reader)
    {
        var version = reader.ReadByte("format version");
        if (version != DataWriter.Version)
            throw new InvalidDataException($"format version is {version}; this node knows {DataWriter.Version}.");
        var tables = new DataTables();
        for (var left = reader.ReadCount("nodes", MaxNodes); left > 0; left--)
            tables._nodes.Add(ClusterWire.ReadNode(ref reader));
        for (var left = reader.ReadCount("kinds of payload", MaxKinds); left > 0; left--)
            tables._kinds.Add((reader.ReadInt32("serializer"), reader.ReadString("manifest", NestedPayload.MaxManifestBytes)));
        return tables;
    }

    /// <summary>At most one per byte that is left, so that a claimed number cannot make a reader work longer than its input is.</summary>
    public static int ReadCount(ref WireReader reader, string field) => reader.ReadCount(field, reader.Rest.Length);

    public UniqueAddress ReadNode(ref WireReader reader) => _nodes[ReadNumber(ref reader, "node number", _nodes.Count)];

    public (int Serializer, string Manifest) ReadKind(ref WireReader reader) =>
        _kinds[ReadNumber(ref reader, "kind of payload", _kinds.Count)];

    public VersionVector ReadVector(ref WireReader reader, string field)
    {
        var count = reader.ReadCount(field, _nodes.Count);
        if (count == 0)
            return VersionVector.Empty;
        if (count == 1)
            return VersionVector.Create(ReadNode(ref reader), ReadVersion(ref reader));
        var entries = new KeyValuePair<UniqueAddress, long>[count];
        for (var i = 0; i < count; i++)
            entries[i] = new KeyValuePair<UniqueAddress, long>(ReadNode(ref reader), ReadVersion(ref reader));
        for (var i = 1; i < count; i++)
        {
            if (NodeOrder.Order(entries[i - 1].Key, entries[i].Key) >= 0)
                throw new InvalidDataException($"{field}: {entries[i].Key} is out of order.");
        }
        return VersionVector.Of(entries);
    }

    private static long ReadVersion(ref WireReader reader)
    {
        var version = (long)reader.ReadVarInt("version");
        return version > 0 ? version : throw new InvalidDataException($"version is {version}; allowed: 1 to {long.MaxValue}.");
    }

    private static int ReadNumber(ref WireReader reader, string field, int count) =>
        count == 0 ? throw new InvalidDataException($"{field}: the table is empty.") : reader.ReadCount(field, count - 1);
}

using System.Buffers;
using System.Collections.Immutable;
using Akka.Cluster;
using Akka.Embedded.Wire;
using Akka.Util;

namespace Akka.Embedded.Membership;

/// <summary>The bytes of a gossip: a table of nodes, to which everything else refers by number.</summary>
internal static class GossipWire
{
    /// <summary>Members, tombstones and nodes that clocks still count.</summary>
    public const int MaxNodes = 10_000;

    public static void Write(Gossip gossip, IBufferWriter<byte> output)
    {
        var nodes = new NodeTable();
        nodes.Add(gossip.Members.Keys);
        nodes.Add(gossip.Tombstones.Keys);
        nodes.Add(gossip.Version.Counts.Keys);
        nodes.Add(gossip.Reachability.Rows.Keys);
        nodes.Add(gossip.Reachability.Rows.Values.SelectMany(r => r.Subjects));
        nodes.Add(gossip.Seen);
        nodes.Write(output);

        output.WriteVarInt((uint)gossip.Members.Count);
        foreach (var member in gossip.Members.Values)
        {
            nodes.WriteIndex(member.UniqueAddress, output);
            output.WriteByte((byte)member.Status);
            output.WriteInt32(member.UpNumber);
            ClusterWire.WriteTexts(member.Roles, output);
            output.WriteString(member.AppVersion.Version);
        }

        nodes.WriteIndices(gossip.Seen, output);
        WriteReachability(gossip.Reachability, nodes, output);
        WriteCounts(gossip.Version, nodes, output);
        output.WriteVarInt((uint)gossip.Tombstones.Count);
        foreach (var (node, at) in gossip.Tombstones)
        {
            nodes.WriteIndex(node, output);
            output.WriteInt64(at.ToUnixTimeMilliseconds());
        }
    }

    public static Gossip Read(ref WireReader reader)
    {
        var nodes = NodeTable.Read(ref reader);
        var members = Gossip.NoMembers.ToBuilder();
        for (var left = reader.ReadCount("members", MaxNodes); left > 0; left--)
        {
            var member = ReadMember(ref reader, nodes);
            members[member.UniqueAddress] = member;
        }

        var seen = nodes.ReadIndices(ref reader, "seen");
        var reachability = ReadReachability(ref reader, nodes);
        var version = ReadCounts(ref reader, nodes);
        var tombstones = ImmutableSortedDictionary.CreateBuilder<UniqueAddress, DateTimeOffset>();
        for (var left = reader.ReadCount("tombstones", MaxNodes); left > 0; left--)
        {
            tombstones[nodes.ReadIndex(ref reader)] = ReadTime(ref reader);
        }

        return new Gossip(members.ToImmutable(), seen, reachability, version, tombstones.ToImmutable());
    }

    public static void Write(VectorClock clock, IBufferWriter<byte> output)
    {
        var nodes = new NodeTable();
        nodes.Add(clock.Counts.Keys);
        nodes.Write(output);
        WriteCounts(clock, nodes, output);
    }

    public static VectorClock ReadClock(ref WireReader reader) => ReadCounts(ref reader, NodeTable.Read(ref reader));

    private static Member ReadMember(ref WireReader reader, NodeTable nodes)
    {
        var node = nodes.ReadIndex(ref reader);
        var status = (MemberStatus)reader.ReadByte("status");
        if (!Enum.IsDefined(status))
        {
            throw new InvalidDataException($"{(int)status} is not a member status.");
        }

        var upNumber = reader.ReadInt32("up number");
        var roles = ClusterWire.ReadTexts(ref reader);
        return new Member(node, upNumber, status, roles, AppVersion.Create(reader.ReadString("app version", ClusterWire.MaxTextBytes)));
    }

    private static void WriteReachability(Reachability reachability, NodeTable nodes, IBufferWriter<byte> output)
    {
        output.WriteVarInt((uint)reachability.Rows.Count);
        foreach (var (observer, row) in reachability.Rows)
        {
            nodes.WriteIndex(observer, output);
            output.WriteVarInt((ulong)row.Version);
            nodes.WriteIndices(row.Subjects, output);
        }
    }

    private static Reachability ReadReachability(ref WireReader reader, NodeTable nodes)
    {
        var rows = ImmutableSortedDictionary.CreateBuilder<UniqueAddress, Reachability.Row>();
        for (var left = reader.ReadCount("observers", MaxNodes); left > 0; left--)
        {
            var observer = nodes.ReadIndex(ref reader);
            var version = (long)reader.ReadVarInt("observer version");
            rows[observer] = new Reachability.Row(version, nodes.ReadIndices(ref reader, "unreachable"));
        }

        return new Reachability(rows.ToImmutable());
    }

    private static void WriteCounts(VectorClock clock, NodeTable nodes, IBufferWriter<byte> output)
    {
        output.WriteVarInt((uint)clock.Counts.Count);
        foreach (var (node, count) in clock.Counts)
        {
            nodes.WriteIndex(node, output);
            output.WriteVarInt((ulong)count);
        }
    }

    private static VectorClock ReadCounts(ref WireReader reader, NodeTable nodes)
    {
        var counts = ImmutableSortedDictionary.CreateBuilder<UniqueAddress, long>();
        for (var left = reader.ReadCount("clock", MaxNodes); left > 0; left--)
        {
            var node = nodes.ReadIndex(ref reader);
            counts[node] = (long)reader.ReadVarInt("clock count");
        }

        return new VectorClock(counts.ToImmutable());
    }

    private static DateTimeOffset ReadTime(ref WireReader reader)
    {
        var milliseconds = reader.ReadInt64("tombstone time");
        var max = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();
        return milliseconds >= 0 && milliseconds <= max
            ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
            : throw new InvalidDataException($"tombstone time is {milliseconds}; allowed: 0 to {max} ms.");
    }
}

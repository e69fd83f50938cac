using System.Buffers;
using System.Collections.Immutable;
using System.Text;
using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Wire;
using Akka.Util;

namespace Akka.Embedded.Membership;

/// <summary>
/// The bytes of cluster messages: one byte format version, then the fields. The manifest says which message it is.
/// A reader refuses a version that it does not know.
/// </summary>
internal static class ClusterWire
{
    public const byte Version = 1;
    public const int MaxTextBytes = 1024;
    public const int MaxRoles = 256;

    public static string ManifestOf(IClusterMessage message) => message switch
    {
        InitJoin => "init-join.1",
        InitJoinAck => "init-join-ack.1",
        InitJoinNack => "init-join-nack.1",
        Join => "join.1",
        Welcome => "welcome.1",
        GossipEnvelope => "gossip.1",
        GossipStatus => "gossip-status.1",
        Heartbeat => "heartbeat.1",
        HeartbeatResponse => "heartbeat-response.1",
        ExitingConfirmed => "exiting-confirmed.1",
        ConfirmMember => "confirm-member.1",
        MemberConfirmed => "member-confirmed.1",
        _ => throw new ArgumentOutOfRangeException(nameof(message), message.GetType(), "Not a cluster message."),
    };

    public static void Write(IClusterMessage message, IBufferWriter<byte> output)
    {
        output.WriteByte(Version);
        switch (message)
        {
            case InitJoin m:
                Write(m.From, output);
                break;
            case InitJoinAck m:
                Write(m.From, output);
                break;
            case InitJoinNack m:
                Write(m.From, output);
                break;
            case Join m:
                Write(m.Node, output);
                WriteTexts(m.Roles, output);
                output.WriteString(m.AppVersion.Version);
                break;
            case Welcome m:
                Write(m.From, output);
                GossipWire.Write(m.Gossip, output);
                break;
            case GossipEnvelope m:
                Write(m.From, output);
                Write(m.To, output);
                GossipWire.Write(m.Gossip, output);
                break;
            case GossipStatus m:
                Write(m.From, output);
                GossipWire.Write(m.Version, output);
                output.WriteInt64((long)m.SeenDigest);
                break;
            case Heartbeat m:
                Write(m.From, output);
                break;
            case HeartbeatResponse m:
                Write(m.From, output);
                break;
            case ExitingConfirmed m:
                Write(m.Node, output);
                break;
            case ConfirmMember m:
                Write(m.Node, output);
                break;
            case MemberConfirmed m:
                Write(m.From, output);
                break;
        }
    }

    /// <exception cref="InvalidDataException">The bytes are not such a message; names the field.</exception>
    public static IClusterMessage Read(string manifest, ReadOnlySpan<byte> bytes)
    {
        var reader = new WireReader(bytes);
        var version = reader.ReadByte("version");
        if (version != Version)
        {
            throw new InvalidDataException($"Cluster message {manifest} has format version {version}; this node knows {Version}.");
        }

        return manifest switch
        {
            "init-join.1" => new InitJoin(ReadAddress(ref reader)),
            "init-join-ack.1" => new InitJoinAck(ReadAddress(ref reader)),
            "init-join-nack.1" => new InitJoinNack(ReadAddress(ref reader)),
            "join.1" => new Join(ReadNode(ref reader), ReadTexts(ref reader), ReadVersion(ref reader)),
            "welcome.1" => new Welcome(ReadNode(ref reader), GossipWire.Read(ref reader)),
            "gossip.1" => new GossipEnvelope(ReadNode(ref reader), ReadNode(ref reader), GossipWire.Read(ref reader)),
            "gossip-status.1" =>
                new GossipStatus(ReadNode(ref reader), GossipWire.ReadClock(ref reader), (ulong)reader.ReadInt64("seen digest")),
            "heartbeat.1" => new Heartbeat(ReadNode(ref reader)),
            "heartbeat-response.1" => new HeartbeatResponse(ReadNode(ref reader)),
            "exiting-confirmed.1" => new ExitingConfirmed(ReadNode(ref reader)),
            "confirm-member.1" => new ConfirmMember(ReadNode(ref reader)),
            "member-confirmed.1" => new MemberConfirmed(ReadNode(ref reader)),
            _ => throw new InvalidDataException($"Unknown cluster message '{manifest}'."),
        };
    }

    public static void Write(UniqueAddress node, IBufferWriter<byte> output)
    {
        Write(node.Address, output);
        output.WriteInt32(node.Uid);
    }

    public static UniqueAddress ReadNode(ref WireReader reader) => new(ReadAddress(ref reader), reader.ReadInt32("uid"));

    public static void WriteTexts(IReadOnlyCollection<string> texts, IBufferWriter<byte> output)
    {
        output.WriteVarInt((uint)texts.Count);
        foreach (var text in texts.Order(StringComparer.Ordinal))
        {
            output.WriteString(text);
        }
    }

    public static ImmutableHashSet<string> ReadTexts(ref WireReader reader)
    {
        var texts = ImmutableHashSet.CreateBuilder<string>();
        for (var left = reader.ReadCount("roles", MaxRoles); left > 0; left--)
        {
            texts.Add(reader.ReadString("role", MaxTextBytes));
        }

        return texts.ToImmutable();
    }

    private static AppVersion ReadVersion(ref WireReader reader) => AppVersion.Create(reader.ReadString("app version", MaxTextBytes));

    private static void Write(Address address, IBufferWriter<byte> output) => output.WriteString(address.ToString());

    private static Address ReadAddress(ref WireReader reader)
    {
        var bytes = reader.ReadBytes("address", MaxTextBytes);
        return AddressTexts.TryParse(bytes, out var address)
            ? address
            : throw new InvalidDataException($"'{Encoding.UTF8.GetString(bytes)}' is not an address.");
    }
}

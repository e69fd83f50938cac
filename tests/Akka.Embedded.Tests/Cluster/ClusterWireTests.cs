using System.Buffers;
using Akka.Cluster;
using Akka.Embedded.Membership;
using Akka.Util;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster;

public class ClusterWireTests
{
    private static readonly DateTimeOffset Now = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_message_reads_as_it_was_written()
    {
        IClusterMessage[] messages =
        [
            new InitJoin(At(1)), new InitJoinAck(At(2)), new InitJoinNack(At(3)),
            new Heartbeat(Node(1)), new HeartbeatResponse(Node(2, uid: -7)), new ExitingConfirmed(Node(3)),
            new ConfirmMember(Node(2)), new MemberConfirmed(Node(1)),
        ];

        foreach (var message in messages)
            RoundTrip(message).ShouldBe(message);
    }

    [Fact]
    public void A_join_keeps_roles_and_version()
    {
        var read = RoundTrip(new Join(Node(1), ["a", "b"], AppVersion.Create("1.2.3"))).ShouldBeOfType<Join>();

        read.Node.ShouldBe(Node(1));
        read.Roles.ShouldBe(["a", "b"], ignoreOrder: true);
        read.AppVersion.ShouldBe(AppVersion.Create("1.2.3"));
    }

    [Fact]
    public void A_gossip_keeps_all_it_knows()
    {
        var gossip = Rich();

        var read = RoundTrip(new GossipEnvelope(Node(1), Node(2), gossip)).ShouldBeOfType<GossipEnvelope>().Gossip;

        read.Members.Values.Select(m => (m.UniqueAddress, m.Status, m.UpNumber, string.Join(",", m.Roles)))
            .ShouldBe(gossip.Members.Values.Select(m => (m.UniqueAddress, m.Status, m.UpNumber, string.Join(",", m.Roles))));
        read.Seen.ShouldBe(gossip.Seen);
        read.Reachability.ShouldBe(gossip.Reachability);
        read.Version.CompareTo(gossip.Version).ShouldBe(ClockOrder.Same);
        read.Tombstones.ShouldBe(gossip.Tombstones);
    }

    [Fact]
    public void A_status_keeps_clock_and_digest()
    {
        var read = RoundTrip(new GossipStatus(Node(1), Rich().Version, ulong.MaxValue - 5)).ShouldBeOfType<GossipStatus>();

        read.Version.CompareTo(Rich().Version).ShouldBe(ClockOrder.Same);
        read.SeenDigest.ShouldBe(ulong.MaxValue - 5);
    }

    [Fact]
    public void Whatever_is_cut_off_is_refused_and_nothing_worse()
    {
        var message = new GossipEnvelope(Node(1), Node(2), Rich());
        var bytes = Write(message);

        for (var length = 0; length < bytes.Length; length++)
            Should.Throw<InvalidDataException>(() => ClusterWire.Read(ClusterWire.ManifestOf(message), bytes.AsSpan(0, length)));
    }

    [Fact]
    public void Noise_is_refused_and_nothing_worse()
    {
        var message = new GossipEnvelope(Node(1), Node(2), Rich());
        var random = new Random(4711);
        for (var round = 0; round < 2_000; round++)
        {
            var bytes = Write(message);
            for (var hits = random.Next(1, 5); hits > 0; hits--)
                bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
            var failure = Record.Exception(() => ClusterWire.Read(ClusterWire.ManifestOf(message), bytes));
            (failure is null or InvalidDataException).ShouldBeTrue($"round {round}: {failure}");
        }
    }

    [Fact]
    public void An_unknown_version_or_message_is_named()
    {
        var bytes = Write(new Heartbeat(Node(1)));
        Should.Throw<InvalidDataException>(() => ClusterWire.Read("heartbeat.9", bytes)).Message.ShouldContain("heartbeat.9");

        bytes[0] = 9;
        Should.Throw<InvalidDataException>(() => ClusterWire.Read("heartbeat.1", bytes)).Message.ShouldContain("format version 9");
    }

    private static Gossip Rich() =>
        GossipOf(
            Member(1, roles: ["a", "b"]),
            Member(2, MemberStatus.Leaving, 2),
            Member(3, MemberStatus.Joining, Akka.Cluster.Member.NoUpNumber))
            .Remove([Node(9)], Now).NextVersion(Node(1)).NextVersion(Node(2)).MarkSeen(Node(1)) with
        {
            Reachability = Reachability.Empty.Unreachable(Node(1), Node(3)).Unreachable(Node(2), Node(3)).Reachable(Node(2), Node(3)),
        };

    private static IClusterMessage RoundTrip(IClusterMessage message) => ClusterWire.Read(ClusterWire.ManifestOf(message), Write(message));

    private static byte[] Write(IClusterMessage message)
    {
        var output = new ArrayBufferWriter<byte>();
        ClusterWire.Write(message, output);
        return output.WrittenSpan.ToArray();
    }
}

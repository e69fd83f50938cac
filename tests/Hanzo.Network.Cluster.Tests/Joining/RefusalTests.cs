using System.Net;
using System.Net.Sockets;
using System.Text;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Tests.Joining;

/// <summary>What must not come together stays apart, and says why.</summary>
public sealed class RefusalTests
{
    private readonly int _port = JoiningNode.FreePort();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_second_node_of_one_id_is_refused_and_the_first_is_not_disturbed(bool byBeacon)
    {
        await using var first = JoiningNode.Start("one", _port);
        await first.JoinedAsync();
        var cluster = first.Board.Current.Cluster;
        await using var second = byBeacon
            ? JoiningNode.Start("one", _port)
            : JoiningNode.Start("one", _port, udp: false, seeds: first.Address);
        var refused = await second.DecidedAsync();
        refused.Phase.ShouldBe(JoinPhase.Refused);
        refused.Refusal.ShouldNotBeNull().ShouldContain(
            $"node id 'one' is already in use in network 'home' by the node at {first.Address}");
        var notice = await first.WhenAsync(status => !status.Notices.IsEmpty);
        notice.Notices.ShouldHaveSingleItem().Notice.Text.ShouldContain($"a second node with the id 'one' at {second.Address}");
        (notice.Phase, notice.Cluster).ShouldBe((JoinPhase.Joined, cluster));
        first.Cluster.State.Members.Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_id_is_refused_by_a_seed_that_is_another_node_of_the_cluster()
    {
        await using var first = JoiningNode.Start("one", _port);
        await first.JoinedAsync();
        await using var other = JoiningNode.Start("two", _port);
        await other.JoinedAsync();
        await using var second = JoiningNode.Start("one", _port, udp: false, seeds: other.Address);
        (await second.DecidedAsync()).Phase.ShouldBe(JoinPhase.Refused);
    }

    [Fact]
    public async Task Another_network_on_the_same_port_is_ignored_and_counted()
    {
        await using var home = JoiningNode.Start("one", _port);
        await using var office = JoiningNode.Start("one", _port, network: "office");
        await Task.WhenAll(home.JoinedAsync(), office.JoinedAsync());
        home.Board.Current.Cluster.ShouldNotBe(office.Board.Current.Cluster);
        await home.WhenAsync(status => status.Udp!.Counters.ContainsKey("dropped.foreign_network"));
        home.Board.Current.Notices.ShouldBeEmpty();
        home.Board.Current.Udp!.Heard.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_seed_of_another_network_is_named()
    {
        await using var office = JoiningNode.Start("one", _port, network: "office");
        await office.JoinedAsync();
        await using var home = JoiningNode.Start("two", _port, udp: false, seeds: office.Address);
        var status = await home.WhenAsync(status => !status.Notices.IsEmpty);
        status.Notices.ShouldHaveSingleItem().Notice.Text.ShouldBe(
            $"the node at {office.Address} belongs to network 'office'; this node to 'home'.");
        await home.JoinedAsync();
    }

    [Fact]
    public async Task A_node_of_the_other_runtime_is_named_on_both_sides()
    {
        await using var node = JoiningNode.Start("one", _port);
        await using var stranger = new UdpDatagramsFactory(TimeProvider.System).Open(IPAddress.Loopback, _port, LinkFilter.Any);
        var other = RuntimeName.Current == RuntimeName.Embedded ? RuntimeName.NuGet : RuntimeName.Embedded;
        var identity = new NodeIdentity(
            "home", "two", JoiningNode.NewIncarnation(), NodeAddress.Parse("127.0.0.1:5999"), other, "0.1.0", ProtocolRange.Current);
        await node.JoinedAsync();
        await stranger.BroadcastAsync(BeaconCodec.Write(new Beacon(identity, null, Reply: false)), _port, default);
        var notice = (await node.WhenAsync(status => !status.Notices.IsEmpty)).Notices.ShouldHaveSingleItem().Notice.Text;
        notice.ShouldBe(
            $"node 'two' at 127.0.0.1:5999 runs runtime {other}; this node runs {RuntimeName.Current}; they cannot join each other.");
        (await AnswerToAsync(stranger)).Node.NodeId.ShouldBe("one");
    }

    [Fact]
    public async Task Garbage_is_counted_by_reason_and_disturbs_nobody()
    {
        using var vandal = new UdpClient();
        var target = new IPEndPoint(IPAddress.Loopback, _port);
        byte[][] rubbish =
        [
            [0, 1, 2], Encoding.UTF8.GetBytes("{\"type\":\"hanzo.beacon\",\"v\":1"), Encoding.UTF8.GetBytes("{\"type\":\"discovery\"}"),
            Encoding.UTF8.GetBytes("{\"type\":\"hanzo.beacon\",\"v\":99}"),
            Encoding.UTF8.GetBytes("{\"type\":\"hanzo.beacon\",\"v\":1}"), new byte[4000],
        ];
        await using var one = JoiningNode.Start("one", _port);
        await one.WhenAsync(status => status.Udp is { Datagrams: not null });
        for (var i = 0; i < 50; i++)
            foreach (var datagram in rubbish) await vandal.SendAsync(datagram, target);
        await one.JoinedAsync();
        string[] reasons = ["garbage", "malformed", "foreign_type", "unsupported_version", "invalid_field"];
        await one.WhenAsync(status =>
            reasons.All(reason => status.Udp!.Counters.ContainsKey($"dropped.{reason}")) && status.Udp!.Datagrams!.Oversized > 0);
        await using var two = JoiningNode.Start("two", _port);
        (await two.JoinedAsync()).Cluster.ShouldBe(one.Board.Current.Cluster);
    }

    private static async Task<Beacon> AnswerToAsync(IDatagrams datagrams)
    {
        using var deadline = new CancellationTokenSource(JoiningNode.Patience);
        await foreach (var datagram in datagrams.ReceiveAsync(deadline.Token))
            if (datagram.Own && BeaconCodec.Read(datagram.Payload.Span, out _) is { Reply: true } answer) return answer;
        throw new InvalidOperationException("the sockets were closed");
    }
}

using System.Net;
using System.Net.Sockets;
using System.Text;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Adapters.Tests.Udp;

public sealed class UdpDatagramsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly NetworkLink Loopback =
        new("lo", "Loopback", IPAddress.Loopback, IPAddress.Parse("127.255.255.255"), -1, IsLoopback: true);

    private readonly CancellationTokenSource _deadline = new(Patience);
    private readonly int _port = FreePort();

    public void Dispose() => _deadline.Dispose();

    [Fact]
    public async Task Every_node_of_a_machine_hears_every_broadcast()
    {
        await using var one = Open();
        await using var two = Open();
        await using var three = Open();
        IDatagrams[] nodes = [one, two, three];
        for (var sender = 0; sender < nodes.Length; sender++)
        {
            await nodes[sender].BroadcastAsync(Bytes($"from {sender}"), _port, _deadline.Token);
            foreach (var node in nodes)
            {
                var heard = await NextAsync(node);
                Text(heard).ShouldBe($"from {sender}");
                heard.Own.ShouldBeFalse();
            }
        }
    }

    [Fact]
    public async Task An_answer_to_the_source_reaches_only_the_node_that_sent()
    {
        await using var one = Open();
        await using var two = Open();
        await one.BroadcastAsync(Bytes("hello"), _port, _deadline.Token);
        await NextAsync(one);
        var heard = await NextAsync(two);
        await two.SendAsync(Bytes("welcome"), heard.From, _deadline.Token);
        var answer = await NextAsync(one);
        (Text(answer), answer.Own).ShouldBe(("welcome", true));
    }

    [Fact]
    public async Task An_oversized_datagram_is_dropped_and_counted()
    {
        await using var node = Open();
        using var stranger = new UdpClient();
        await stranger.SendAsync(new byte[BeaconCodec.MaxBytes + 1], new IPEndPoint(IPAddress.Loopback, _port), _deadline.Token);
        await stranger.SendAsync(Bytes("small"), new IPEndPoint(IPAddress.Loopback, _port), _deadline.Token);
        Text(await NextAsync(node)).ShouldBe("small");
        node.Report.Oversized.ShouldBe(1);
        node.Report.Received.ShouldBe(2);
    }

    [Fact]
    public async Task What_the_filter_drops_is_never_received_and_own_broadcasts_are_counted_by_link()
    {
        var filter = new FirstLetter();
        await using var node = new UdpDatagramsFactory(TimeProvider.System).Open(IPAddress.Loopback, _port, LinkFilter.Any, filter);
        await node.BroadcastAsync(Bytes("drop"), _port, _deadline.Token);
        await node.BroadcastAsync(Bytes("own"), _port, _deadline.Token);
        await node.BroadcastAsync(Bytes("take"), _port, _deadline.Token);
        Text(await NextAsync(node)).ShouldBe("take");
        var link = node.Report.Links.ShouldHaveSingleItem();
        (link.Sent, link.OwnHeard, link.Heard, node.Report.Received).ShouldBe((3, 1, 1, 3));
    }

    [Fact]
    public async Task Many_datagrams_are_all_received_though_they_are_left_to_gather()
    {
        const int Many = 3000;
        await using var node = Open();
        using var sender = new UdpClient();
        var received = 0;
        var reading = Task.Run(async () =>
        {
            await foreach (var _ in node.ReceiveAsync(_deadline.Token))
                if (++received == Many) break;
        });
        for (var sent = 0; sent < Many; sent++)
        {
            await sender.SendAsync(Bytes("flood"), new IPEndPoint(IPAddress.Loopback, _port), _deadline.Token);
            while (sent - Volatile.Read(ref received) > 100) await Task.Yield();
        }

        await reading;
    }

    [Fact]
    public async Task A_flood_that_nobody_reads_is_bounded_and_counted()
    {
        await using var node = Open();
        using var stranger = new UdpClient();
        while (node.Report.Overflowed == 0)
            await stranger.SendAsync(Bytes("flood"), new IPEndPoint(IPAddress.Loopback, _port), _deadline.Token);
        var queued = 0;
        await foreach (var _ in node.ReceiveAsync(_deadline.Token))
            if (++queued == UdpDatagrams.MaxQueued) break;
        queued.ShouldBe(UdpDatagrams.MaxQueued);
    }

    [Fact]
    public void A_port_held_alone_by_another_program_is_named()
    {
        using var program = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        program.Bind(new IPEndPoint(IPAddress.Any, 0));
        var port = ((IPEndPoint)program.LocalEndPoint!).Port;
        var error = Should.Throw<IOException>(() =>
            new UdpDatagramsFactory(TimeProvider.System).Open(IPAddress.Loopback, port, LinkFilter.Any));
        error.Message.ShouldContain($"UDP port {port} cannot be shared");
        error.Message.ShouldContain("--broadcast-port");
    }

    [Fact]
    public void An_interface_that_is_not_there_is_named_with_those_that_are()
    {
        var error = Should.Throw<IOException>(() =>
            new UdpDatagramsFactory(TimeProvider.System).Open(IPAddress.Loopback, _port, new LinkFilter("warp9", [])));
        error.Message.ShouldContain("no interface 'warp9'");
        error.Message.ShouldContain("(127.0.0.1)");
    }

    [Fact]
    public async Task Where_broadcasts_on_loopback_fail_the_group_carries_the_beacons()
    {
        await using var listener = Open();
        using var own = UdpSockets.OpenOwn(IPAddress.Loopback);
        own.EnableBroadcast = false; // what a platform without loopback broadcasts answers: the send is refused
        var link = new LinkSender(Loopback);
        await link.SendAsync(own, Bytes("by group"), _port, _deadline.Token);
        Text(await NextAsync(listener)).ShouldBe("by group");
        var report = link.Report();
        (report.Broadcast, report.Sent, report.Failed).ShouldBe((UdpSockets.Group, 1, 1));
        report.LastError.ShouldNotBeNull().ShouldContain("127.255.255.255");
    }

    [Fact]
    public async Task A_link_that_fails_does_not_stop_the_others()
    {
        await using var listener = Open();
        using var own = UdpSockets.OpenOwn(IPAddress.Loopback);
        var address = IPAddress.Parse("203.0.113.1");
        var unroutable = new NetworkLink("gone", "Other", address, IPAddress.Parse("203.0.113.255"), 2, IsLoopback: false);
        var senders = new LinkSenders(() => [unroutable, Loopback], TimeProvider.System);
        await senders.SendToAllAsync(own, Bytes("still"), _port, _deadline.Token);
        Text(await NextAsync(listener)).ShouldBe("still");
        senders.Report().Select(report => (report.Name, report.Failed)).ShouldBe([("gone", 1L), ("lo", 0L)]);
    }

    private IDatagrams Open() => new UdpDatagramsFactory(TimeProvider.System).Open(IPAddress.Loopback, _port, LinkFilter.Any);

    private async Task<Datagram> NextAsync(IDatagrams datagrams)
    {
        await foreach (var datagram in datagrams.ReceiveAsync(_deadline.Token)) return datagram;
        throw new InvalidOperationException("the sockets were closed");
    }

    private sealed class FirstLetter : IDatagramFilter
    {
        public DatagramVerdict Judge(ReadOnlySpan<byte> datagram) => datagram[0] switch
        {
            (byte)'o' => DatagramVerdict.Own,
            (byte)'t' => DatagramVerdict.Take,
            _ => DatagramVerdict.Drop,
        };
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);

    private static string Text(Datagram datagram) => Encoding.UTF8.GetString(datagram.Payload.Span);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Joining;
using Hanzo.Network.Security;

namespace Hanzo.Network.Cluster.Tests.Joining;

/// <summary>Nodes whose beacons are sealed; their remoting is not, which is another's to test.</summary>
public sealed class SecuredJoiningTests
{
    private readonly int _port = JoiningNode.FreePort();

    [Fact]
    public async Task Nodes_with_the_same_keys_find_each_other()
    {
        await using var one = Start("one", Keys(1));
        await one.JoinedAsync();
        await using var two = Start("two", Keys(1));
        (await two.JoinedAsync()).Cluster.ShouldBe(one.Board.Current.Cluster);
        await one.WhenAsync(status => status.Udp!.Heard.Any(node => node is { Node.NodeId: "two", HearsUs: true }));
        one.Board.Current.Udp!.NetworkId.ShouldBe(Keys(1).NetworkId);
    }

    [Fact]
    public async Task Other_keys_are_told_on_both_sides_and_each_founds_for_itself()
    {
        await using var one = Start("one", Keys(1));
        await using var two = Start("two", Keys(2));
        await Task.WhenAll(one.JoinedAsync(), two.JoinedAsync());
        one.Board.Current.Cluster.ShouldNotBe(two.Board.Current.Cluster);
        foreach (var node in (JoiningNode[])[one, two])
            (await NoticeAsync(node)).ShouldBe(
                "network 'home' is here with other keys, at 127.0.0.1: on that machine run 'hanzo invite', here 'hanzo join …'.");
    }

    [Fact]
    public async Task One_that_is_secured_and_one_that_is_not_are_told_so_on_both_sides()
    {
        await using var one = Start("one", Keys(1));
        await using var two = Start("two", keys: null);
        await Task.WhenAll(one.JoinedAsync(), two.JoinedAsync());
        (await NoticeAsync(one)).ShouldContain("at 127.0.0.1 is not secured, this node is");
        (await NoticeAsync(two)).ShouldContain("at 127.0.0.1 is secured");
    }

    [Fact]
    public async Task A_clock_off_by_more_than_the_bound_is_told_on_both_sides_and_a_seed_still_joins()
    {
        await using var one = Start("one", Keys(1));
        await one.JoinedAsync();
        await using var two = Start("two", Keys(1), new ShiftedTime(TimeSpan.FromSeconds(-90)), one.Address);
        (await two.JoinedAsync()).Cluster.ShouldBe(one.Board.Current.Cluster);
        (await NoticeAsync(one)).ShouldContain("the clock of node 'two'");
        (await NoticeAsync(one)).ShouldContain("90 s behind");
        (await NoticeAsync(two)).ShouldContain("90 s ahead of");
    }

    [Fact]
    public async Task A_flood_of_forged_and_repeated_beacons_costs_no_newcomer_its_way()
    {
        await using var one = Start("one", Keys(1));
        await one.JoinedAsync();
        var recorded = await RecordAsync();
        using var vandal = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { EnableBroadcast = true };
        using var enough = new CancellationTokenSource();
        var flood = FloodAsync(vandal, recorded, enough.Token);
        await using var two = Start("two", Keys(1));
        (await two.JoinedAsync()).Cluster.ShouldBe(one.Board.Current.Cluster);
        await one.WhenAsync(status => status.Udp!.Counters.GetValueOrDefault("dropped.forged") > 100);
        await enough.CancelAsync();
        await flood;
    }

    private async Task<byte[]> RecordAsync()
    {
        await using var listener = new UdpDatagramsFactory(TimeProvider.System).Open(IPAddress.Loopback, _port, LinkFilter.Any);
        using var deadline = new CancellationTokenSource(JoiningNode.Patience);
        await foreach (var datagram in listener.ReceiveAsync(deadline.Token)) return datagram.Payload.ToArray();
        throw new InvalidOperationException("the sockets were closed");
    }

    private async Task FloodAsync(Socket vandal, byte[] recorded, CancellationToken enough)
    {
        // To all who share the port: what is sent to one address reaches one of them.
        var target = new IPEndPoint(IPAddress.Parse("127.255.255.255"), _port);
        var forged = recorded.ToArray();
        while (!enough.IsCancellationRequested)
        {
            for (var i = 0; i < 10; i++)
            {
                forged[^1]++;
                await vandal.SendToAsync(forged, SocketFlags.None, target, CancellationToken.None);
                await vandal.SendToAsync(recorded, SocketFlags.None, target, CancellationToken.None);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, CancellationToken.None);
        }
    }

    private static async Task<string> NoticeAsync(JoiningNode node) =>
        (await node.WhenAsync(status => !status.Notices.IsEmpty)).Notices.ShouldHaveSingleItem().Notice.Text;

    private JoiningNode Start(string nodeId, NetworkKeys? keys, TimeProvider? time = null, params NodeAddress[] seeds)
    {
        var clock = time ?? TimeProvider.System;
        var options = new JoiningOptions { BroadcastPort = _port, Seeds = [.. seeds] };
        var board = new Board<JoinStatus>(JoinStatus.Initial);
        var (datagrams, dialer) = (new UdpDatagramsFactory(TimeProvider.System), new TcpDialer(TimeProvider.System));
        var setup = new JoiningSetup(options, datagrams, dialer, clock, board) { Keys = keys };
        var node = JoiningNode.Create(nodeId, "home", setup);
        JoiningSetup.Start(node.System, node.Self);
        return node;
    }

    private static NetworkKeys Keys(byte number) =>
        new("home", $"01J0000000000000000000000{number}", [.. Enumerable.Repeat(number, NetworkKeys.BeaconKeyBytes)]);

    /// <summary>A wall clock that is wrong.</summary>
    private sealed class ShiftedTime(TimeSpan by) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => System.GetUtcNow() + by;
    }
}

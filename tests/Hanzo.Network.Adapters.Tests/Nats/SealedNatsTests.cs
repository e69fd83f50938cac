using System.Net;
using System.Net.Sockets;
using System.Text;
using Hanzo.Network.Adapters.Nats;
using Hanzo.Network.Joining;
using Hanzo.Network.Security;

namespace Hanzo.Network.Adapters.Tests.Nats;

/// <summary>Nodes of a secured network by a server that others use too.</summary>
public sealed class SealedNatsTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private static readonly NetworkKeys Keys =
        new("home", "01J00000000000000000000000", [.. Enumerable.Repeat((byte)7, NetworkKeys.BeaconKeyBytes)]);

    private static readonly ClusterIdentity Cluster = new("01J00000000000000000000009", DateTimeOffset.UnixEpoch);

    [NatsFact]
    public async Task Nodes_hear_each_other_and_a_stranger_learns_no_more_than_that_the_network_is_there()
    {
        await using var nats = await NatsProcess.StartAsync();
        var (one, two) = (Traffic("kitchen", "10.11.12.13:5681"), Traffic("attic", "10.11.12.14:5682"));
        await using var here = await NatsPeer.ConnectedAsync(nats.Server);
        await using var there = await NatsPeer.ConnectedAsync(nats.Server);
        using var stranger = await ListenAsync(nats.Server);

        var beacon = new Beacon(one.Self, Cluster, Reply: false) { Hears = "" };
        var datagram = one.Voice.Write(beacon, DateTimeOffset.UtcNow);
        await here.Datagrams.BroadcastAsync(datagram, 5678, default);
        var (heard, _) = await there.NextDatagramAsync();
        two.Gate.Judge(heard.Payload.Span).ShouldBe(DatagramVerdict.Take);
        two.Reception.React(heard.Payload.Span, TimeSpan.Zero, DateTimeOffset.UtcNow).Heard.ShouldBe(beacon);

        var learned = await LearnedAsync(stranger, datagram);
        learned.ShouldContain(Keys.Network);
        learned.ShouldContain(Keys.NetworkId);
        foreach (var secret in (string[])["kitchen", "10.11.12.13", Cluster.Id, one.Self.Incarnation, one.Self.Runtime, "hears"])
            learned.ShouldNotContain(secret);

        // What it says, and says again, is heeded by nobody.
        var forged = datagram.ToArray();
        forged[^1] ^= 1;
        await PublishAsync(stranger, forged);
        await PublishAsync(stranger, datagram);
        for (var said = 0; said < 2; said++)
            two.Gate.Judge((await there.NextDatagramAsync()).Datagram.Payload.Span).ShouldBe(DatagramVerdict.Drop);
        (two.Counters[BeaconDrop.Forged], two.Counters[BeaconDrop.Repeated]).ShouldBe((1, 1));
    }

    private static BeaconTraffic Traffic(string nodeId, string address) => new(
        new NodeIdentity(
            Keys.Network, nodeId, Cluster.Id[..^1] + nodeId.Length, NodeAddress.Parse(address), "embedded", "0.1.0",
            ProtocolRange.Current),
        Keys, TimeProvider.System);

    private static async Task<TcpClient> ListenAsync(NatsServer server)
    {
        var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port);
        await client.GetStream().WriteAsync("CONNECT {}\r\nSUB > 1\r\nPING\r\n"u8.ToArray());
        await UntilAsync(client, "PONG\r\n"u8.ToArray());
        return client;
    }

    private static Task PublishAsync(TcpClient client, byte[] datagram) => client.GetStream()
        .WriteAsync((byte[])[.. Encoding.ASCII.GetBytes($"PUB hanzo.home.presence {datagram.Length}\r\n"), .. datagram, .. "\r\n"u8])
        .AsTask();

    /// <summary>All that it has heard until this has come.</summary>
    private static async Task<string> LearnedAsync(TcpClient client, byte[] last) =>
        Encoding.Latin1.GetString(await UntilAsync(client, last));

    private static async Task<byte[]> UntilAsync(TcpClient client, byte[] last)
    {
        using var deadline = new CancellationTokenSource(Patience);
        var (heard, buffer) = (new List<byte>(), new byte[4096]);
        while (heard.ToArray().AsSpan().IndexOf(last) < 0)
        {
            var length = await client.GetStream().ReadAsync(buffer, deadline.Token);
            if (length == 0) throw new InvalidOperationException("the server has ended the connection");
            heard.AddRange(buffer.AsSpan(0, length));
        }

        return [.. heard];
    }
}

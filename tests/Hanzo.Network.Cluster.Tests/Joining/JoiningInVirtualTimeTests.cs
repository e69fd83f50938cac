using System.Collections.Immutable;
using System.Net;
using Akka.Actor;
using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Joining;
using Hanzo.Network.Joining.Roads;
using Hanzo.Network.Tests;

namespace Hanzo.Network.Cluster.Tests.Joining;

/// <summary>The joining actors on a LAN in memory, by a clock that the test moves.</summary>
[Collection(AloneCollection.Name)]
public sealed class JoiningInVirtualTimeTests
{
    private static readonly IPEndPoint Stranger = new(IPAddress.Loopback, 1);
    private readonly ManualTime _time = new();
    private readonly InMemoryLan _lan = new();

    [Fact]
    public async Task Nothing_is_founded_before_the_margin_has_passed()
    {
        await using var node = Start();
        await SentAsync(node, 1);
        for (var beacons = 2; beacons <= 10; beacons++)
        {
            Advance(0.05);
            await SentAsync(node, beacons);
        }

        node.Board.Current.Phase.ShouldBe(JoinPhase.Looking);
        Advance(0.1);
        await node.JoinedAsync();
    }

    [Fact]
    public async Task A_member_shouts_every_two_and_a_half_seconds_and_answers_newcomers_at_once()
    {
        await using var node = Start();
        await JoinAsync(node);
        var sent = await SentAsync(node, 2);
        Advance(2.4);
        await using var newcomer = _lan.Open(IPAddress.Loopback, 5678, LinkFilter.Any);
        await newcomer.BroadcastAsync(Beacon("two", "127.0.0.1:5999"), 5678, default);
        var answer = await NextAsync(newcomer, datagram => datagram.Own);
        answer.ShouldBe(new Beacon(node.Self, node.Board.Current.Cluster, Reply: true) { Hears = "" });
        Sent(node).ShouldBe(sent);
        Advance(0.2);
        await SentAsync(node, sent + 1);
    }

    [Fact]
    public async Task Sockets_that_cannot_be_opened_are_named_tried_again_and_do_not_stop_the_founding()
    {
        _lan.Fault = "UDP port 5678 cannot be shared";
        await using var node = Start();
        await node.WhenAsync(status => status.Udp?.Error == _lan.Fault);
        await JoinAsync(node);
        _lan.Fault = null;
        Advance(6);
        await node.WhenAsync(status => status.Udp is { Error: null });
        _lan.Opened.ShouldBe(1);
    }

    [Fact]
    public async Task Sockets_that_break_are_opened_anew()
    {
        await using var node = Start();
        await JoinAsync(node);
        _lan.Break();
        await node.WhenAsync(status => status.Udp!.Error == "the interface is gone");
        Advance(6);
        await node.WhenAsync(status => status.Udp!.Error is null);
        _lan.Opened.ShouldBe(2);
        await using var newcomer = _lan.Open(IPAddress.Loopback, 5678, LinkFilter.Any);
        await newcomer.BroadcastAsync(Beacon("two", "127.0.0.1:5999"), 5678, default);
        (await NextAsync(newcomer, datagram => datagram.Own)).Node.NodeId.ShouldBe("one");
    }

    [Fact]
    public async Task A_flood_is_dropped_where_it_arrives_and_the_node_goes_on()
    {
        await using var node = Start();
        await SentAsync(node, 1);
        for (var i = 0; i < 20_000; i++) _lan.Broadcast(new byte[] { 1, 2, 3 }, Stranger);
        await JoinAsync(node);
        node.Board.Current.Udp!.Counters["dropped.garbage"].ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task A_join_that_nobody_completes_is_given_up_after_five_seconds()
    {
        var board = new Board<JoinStatus>(JoinStatus.Initial);
        var setup = new JoiningSetup(new JoiningOptions(), _lan, new TcpDialer(TimeProvider.System), _time, board);
        await using var liar = JoiningNode.Create("liar", "home", setup);
        var cluster = new ClusterIdentity(JoiningNode.NewIncarnation(), _time.GetUtcNow());
        var report = new ContactReport { Node = liar.Self, Cluster = cluster };
        var contact = liar.System.ActorOf(LyingContact.Props(report), ContactActor.Name);
        var options = new JoiningOptions { UdpDiscovery = false, Seeds = [liar.Address] };
        await using var node = JoiningNode.Start("one", "home", options, _lan, _time);
        await UntilAsync(node, status => status.Phase == JoinPhase.Joining);
        (await contact.GracefulStop(JoiningNode.Patience)).ShouldBeTrue();
        await UntilAsync(node, status => status.Trail.Any(line => line.Text.StartsWith("join failed", StringComparison.Ordinal)));
        await UntilAsync(node, status => status.Phase == JoinPhase.Joined);
        node.Board.Current.Cluster!.Id.ShouldBe(node.Self.Incarnation);
    }

    [Fact]
    public async Task A_server_that_stays_away_is_left_alone_for_longer_and_longer()
    {
        const int Tries = 5;
        var server = new AbsentServer(_time);
        var board = new Board<JoinStatus>(JoinStatus.Initial);
        var setup = new JoiningSetup(new JoiningOptions { UdpDiscovery = false }, _lan, new TcpDialer(TimeProvider.System), _time, board)
        {
            BeaconRoads = [new BeaconRoad("nats", server)],
        };
        await using var node = JoiningNode.Create("one", "home", setup);
        JoiningSetup.Start(node.System, node.Self);
        await Eventually.TrueAsync(() =>
        {
            Advance(0.25);
            return server.Tries.Count >= Tries;
        });
        (server.Tries[Tries - 1] - server.Tries[Tries - 2]).ShouldBeGreaterThanOrEqualTo(TimeSpan.FromSeconds(6));
        board.Current.Roads["nats"].State.ShouldBe(RoadState.Failing);
    }

    private JoiningNode Start() => JoiningNode.Start("one", "home", new JoiningOptions(), _lan, _time);

    private void Advance(double seconds) => _time.Advance(TimeSpan.FromSeconds(seconds));

    private Task JoinAsync(JoiningNode node) => UntilAsync(node, status => status.Phase == JoinPhase.Joined);

    // Moves time on, in steps that the actors can follow, until the condition holds.
    private async Task UntilAsync(JoiningNode node, Func<JoinStatus, bool> condition) => await Eventually.TrueAsync(
        () =>
        {
            if (condition(node.Board.Current)) return true;
            Advance(0.05);
            return condition(node.Board.Current);
        },
        otherwise: () => string.Join('\n', node.Board.Current.Trail.Select(line => line.Text)));

    private static long Sent(JoiningNode node) => node.Board.Current.Udp?.Counters["sent"] ?? 0;

    private static async Task<long> SentAsync(JoiningNode node, long atLeast)
    {
        await node.WhenAsync(status => status.Udp is { } udp && udp.Counters["sent"] >= atLeast);
        return Sent(node);
    }

    private static async Task<Beacon> NextAsync(IDatagrams datagrams, Func<Datagram, bool> condition)
    {
        using var deadline = new CancellationTokenSource(JoiningNode.Patience);
        await foreach (var datagram in datagrams.ReceiveAsync(deadline.Token))
            if (condition(datagram)) return BeaconCodec.Read(datagram.Payload.Span, out _)!;
        throw new InvalidOperationException("the sockets were closed");
    }

    private static byte[] Beacon(string nodeId, string address)
    {
        var (at, runtime) = (NodeAddress.Parse(address), Cluster.Hosting.RuntimeName.Current);
        var node = new NodeIdentity("home", nodeId, JoiningNode.NewIncarnation(), at, runtime, "0.1.0", ProtocolRange.Current);
        return BeaconCodec.Write(new Beacon(node, null, Reply: false));
    }

    private sealed class AbsentServer(TimeProvider time) : IDatagramsFactory
    {
        private readonly long _startedAt = time.GetTimestamp();
        private ImmutableList<TimeSpan> _tries = [];

        /// <summary>When each was.</summary>
        public ImmutableList<TimeSpan> Tries => Volatile.Read(ref _tries);

        public IDatagrams Open(IPAddress bind, int listenPort, LinkFilter links, IDatagramFilter? filter = null)
        {
            Volatile.Write(ref _tries, _tries.Add(time.GetElapsedTime(_startedAt)));
            throw new IOException("there is no server");
        }

        public ImmutableArray<NetworkLink> FindLinks(IPAddress bind, LinkFilter links) => [];
    }

    /// <summary>Says that it is in a cluster, but is not.</summary>
    private sealed class LyingContact : ReceiveActor
    {
        public LyingContact(ContactReport report) => Receive<ContactProbe>(probe => Sender.Tell(new ContactAnswer(probe.Number, report)));

        public static Props Props(ContactReport report) => Akka.Actor.Props.Create(() => new LyingContact(report));
    }
}

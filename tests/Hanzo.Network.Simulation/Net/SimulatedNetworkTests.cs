using System.Buffers;
using System.Collections.Immutable;
using System.Net;
using System.Text;
using Akka.Embedded.Runtime;
using Hanzo.Network.Joining;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.Net;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Tests.Net;

public sealed class SimulatedNetworkTests
{
    private const int Port = 5681;
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    private readonly SimulatedWorld _world;
    private readonly SimulatedNetwork _network;
    private readonly NetworkPlace[] _places;
    private readonly List<string> _heard = [];

    public SimulatedNetworkTests()
    {
        SynchronizationContext.SetSynchronizationContext(null);
        _world = new SimulatedWorld(seed: 3, records: false);
        var hosts = ImmutableArray.Create("10.0.0.1", "10.0.0.2", "10.0.0.3");
        _network = new SimulatedNetwork(_world, hosts, Latency.Of(SimulatedEnvironment.Rack));
        _places = [.. hosts.Select((host, i) => new NetworkPlace(i, IPAddress.Parse(host), new SimulatedProcess(_world, i, $"p{i}")))];
    }

    [Fact]
    public void A_stream_carries_all_in_order_and_ends()
    {
        var connection = Connect(0, 1);
        for (var i = 0; i < 50; i++) Write(0, connection, $"{i};");
        In(0, () => connection.Output.Complete());

        Run(1);

        string.Concat(_heard).ShouldBe(string.Concat(Enumerable.Range(0, 50).Select(i => $"{i};")) + "|end");
    }

    [Fact]
    public void What_is_sent_into_a_cut_arrives_after_it_is_mended()
    {
        var connection = Connect(0, 1);
        _network.Links.Cut(0, 1);
        Write(0, connection, "late");
        Run(10);
        _heard.ShouldBeEmpty();

        _network.Links.Mend(0, 1);
        Run(2);

        _heard.ShouldBe(["late"]);
    }

    [Fact]
    public void A_killed_process_resets_its_streams_and_a_dark_machine_says_nothing()
    {
        Connect(0, 1);
        Kill(0);
        Run(1);
        _heard.ShouldBe(["|broke"]);

        _heard.Clear();
        var connection = Connect(2, 1);
        _network.SetDark(2, dark: true);
        Kill(2);
        Run(5);
        _heard.ShouldBeEmpty();
        connection.ShouldNotBeNull();
    }

    [Fact]
    public void Who_sends_to_a_machine_that_came_back_is_told_that_nobody_knows_the_stream()
    {
        var connection = Connect(0, 1);
        _network.SetDark(1, dark: true);
        Kill(1);
        Write(0, connection, "into the dark");
        Run(5);

        _network.SetDark(1, dark: false);
        Run(1);

        Exception? broken = null;
        In(0, () => _ = FlushAsync());
        Run(1);
        broken.ShouldBeOfType<IOException>();

        async Task FlushAsync() => broken = await Record.ExceptionAsync(async () => await connection.Output.FlushAsync());
    }

    [Fact]
    public void A_half_open_stream_swallows_and_no_end_hears_of_it()
    {
        var connection = Connect(0, 1);
        _network.Swallow(0, 1).ShouldBe(1);
        Write(0, connection, "lost");

        Run(60);

        _heard.ShouldBeEmpty();
    }

    [Fact]
    public void A_writer_waits_while_its_peer_does_not_read()
    {
        _ = Listen(1, reads: false);
        var connection = Dial(0, 1);
        var (written, waits) = (0L, false);
        In(0, () => _ = FillAsync());

        Run(5);

        waits.ShouldBeTrue();
        written.ShouldBeLessThan(2 * StreamEnd.WindowBytes);

        async Task FillAsync()
        {
            while (true)
            {
                connection.Output.Write(new byte[64 * 1024]);
                written += 64 * 1024;
                var flushed = connection.Output.FlushAsync();
                waits = !flushed.IsCompleted;
                await flushed;
            }
        }
    }

    [Theory]
    [InlineData("nobody listens", DialResult.Refused)]
    [InlineData("somebody listens", DialResult.Accepted)]
    [InlineData("a firewall lies", DialResult.Refused)]
    [InlineData("the way is cut", DialResult.Silent)]
    [InlineData("the answer's way is cut", DialResult.Silent)]
    [InlineData("the machine is dark", DialResult.Silent)]
    public void A_dial_tells_what_the_network_tells(string situation, DialResult expected)
    {
        if (situation != "nobody listens") _ = Listen(1, reads: true);
        if (situation == "a firewall lies") _network.Links.Lie(0, 1, on: true);
        if (situation == "the way is cut") _network.Links.Cut(0, 1);
        if (situation == "the answer's way is cut") _network.Links.Cut(1, 0);
        if (situation == "the machine is dark") _network.SetDark(1, dark: true);
        DialResult? found = null;
        In(0, () => _ = AskAsync());

        Run(10);

        found.ShouldBe(expected);

        async Task AskAsync() => found = await new SimulatedDialer(_network, _places[0]).DialAsync(
            NodeAddress.Parse($"10.0.0.2:{Port}"), Timeout, CancellationToken.None);
    }

    [Fact]
    public void Broadcasts_reach_whoever_listens_and_can_be_reached()
    {
        var sockets = _places.Select(place => Open(place)).ToArray();
        _network.Links.Cut(0, 2);
        In(0, () => sockets[0].BroadcastAsync("hello"u8.ToArray(), 5678, CancellationToken.None).AsTask());

        Run(1);

        _heard.Order().ShouldBe(["p0: hello", "p1: hello"]);
    }

    [Fact]
    public void Datagrams_are_lost_and_doubled_as_often_as_told()
    {
        var sockets = _places.Select(place => Open(place)).ToArray();
        (_network.Links.Loss, _network.Links.Duplication) = (0.3, 0.2);
        for (var i = 0; i < 1000; i++)
            In(0, () => sockets[0].SendAsync("x"u8.ToArray(), new IPEndPoint(_places[1].Address, 5678), CancellationToken.None).AsTask());

        Run(5);

        _heard.Count.ShouldBeInRange(750, 930);
    }

    private IDatagrams Open(NetworkPlace place)
    {
        var socket = new SimulatedDatagramsFactory(_network, place).Open(place.Address, 5678, LinkFilter.Any);
        place.Process.Post(() => _ = HearAsync());
        return socket;

        async Task HearAsync()
        {
            await foreach (var datagram in socket.ReceiveAsync(CancellationToken.None))
                _heard.Add($"{place.Process.Name}: {Encoding.UTF8.GetString(datagram.Payload.Span)}");
        }
    }

    private IConnection Connect(int from, int to)
    {
        _ = Listen(to, reads: true);
        return Dial(from, to);
    }

    private IConnection Dial(int from, int to)
    {
        IConnection? connection = null;
        In(from, () => _ = DialAsync());
        Run(1);
        return connection.ShouldNotBeNull();

        async Task DialAsync() => connection = await new SimulatedTransport(_network, _places[from])
            .DialAsync(_places[to].Host, Port, Timeout, CancellationToken.None);
    }

    private IListener? Listen(int node, bool reads)
    {
        IListener? listener = null;
        In(node, () => _ = AcceptAsync());
        Run(0.001);
        return listener;

        async Task AcceptAsync()
        {
            if (_network.IsListening(_places[node].Host, Port)) return;
            listener = await new SimulatedTransport(_network, _places[node]).ListenAsync(_places[node].Host, Port, CancellationToken.None);
            while (await listener.AcceptAsync(CancellationToken.None) is { } accepted)
                if (reads) _ = ReadAsync(accepted);
        }
    }

    private async Task ReadAsync(IConnection connection)
    {
        try
        {
            while (true)
            {
                var read = await connection.Input.ReadAsync();
                if (!read.Buffer.IsEmpty) _heard.Add(Encoding.UTF8.GetString(read.Buffer));
                connection.Input.AdvanceTo(read.Buffer.End);
                if (!read.IsCompleted) continue;
                _heard.Add("|end");
                return;
            }
        }
        catch (IOException)
        {
            _heard.Add("|broke");
        }
    }

    private void Write(int node, IConnection connection, string text) => In(node, () =>
    {
        connection.Output.Write(Encoding.UTF8.GetBytes(text));
        _ = connection.Output.FlushAsync().AsTask();
    });

    private void Kill(int node)
    {
        _places[node].Process.Kill();
        _network.Drop(_places[node]);
    }

    private void In(int node, Action action) => _places[node].Process.Post(action);

    private void Run(double seconds) => _world.RunUntil(_world.Now + (seconds * Second));
}

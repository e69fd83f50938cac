using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Tests.Joining;

/// <summary>One node as far as joining goes: an actor system on loopback with the real ports.</summary>
internal sealed class JoiningNode : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static long _incarnations = DateTimeOffset.UnixEpoch.AddYears(50).ToUnixTimeMilliseconds();

    private JoiningNode(ActorSystem system, JoiningSetup setup, NodeIdentity self) => (System, Setup, Self) = (system, setup, self);

    public ActorSystem System { get; }
    public JoiningSetup Setup { get; }
    public Board<JoinStatus> Board => Setup.Board;
    public Akka.Cluster.Cluster Cluster => Akka.Cluster.Cluster.Get(System);
    public NodeIdentity Self { get; }
    public NodeAddress Address => Self.Address;

    public static JoiningNode Start(
        string nodeId, int broadcastPort, string network = "home", bool udp = true, params NodeAddress[] seeds) => Start(
        nodeId,
        network,
        new JoiningOptions { UdpDiscovery = udp, BroadcastPort = broadcastPort, Seeds = [.. seeds] },
        new UdpDatagramsFactory(TimeProvider.System),
        TimeProvider.System);

    public static JoiningNode Start(string nodeId, string network, JoiningOptions options, IDatagramsFactory datagrams, TimeProvider time)
    {
        var board = new Board<JoinStatus>(JoinStatus.Initial);
        var setup = new JoiningSetup(options, datagrams, new TcpDialer(TimeProvider.System), time, board);
        var node = Create(nodeId, network, setup);
        JoiningSetup.Start(node.System, node.Self);
        return node;
    }

    /// <summary>A node that does not look for its network.</summary>
    public static JoiningNode Create(string nodeId, string network, JoiningSetup setup)
    {
        var config = ConfigurationFactory.ParseString(
            $"""
            akka.loglevel = WARNING
            akka.coordinated-shutdown.run-by-actor-system-terminate = off
            akka.cluster.roles = ["{NodeRole.Of(nodeId)}"]
            """).WithFallback(AkkaProfile.Load(new NetworkOptions()));
        var system = ActorSystem.Create(InnerHost.SystemName, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), setup));
        var address = ContactReports.ToNodeAddress(Akka.Cluster.Cluster.Get(system).SelfAddress)!;
        var self = new NodeIdentity(network, nodeId, NewIncarnation(), address, RuntimeName.Current, "0.1.0", ProtocolRange.Current);
        return new JoiningNode(system, setup, self);
    }

    public static string NewIncarnation() =>
        Ulid.Create(DateTimeOffset.FromUnixTimeMilliseconds(Interlocked.Increment(ref _incarnations)), new byte[10]);

    /// <summary>A UDP port that nobody else uses now.</summary>
    public static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }

    public Task<JoinStatus> JoinedAsync() => WhenAsync(status => status.Phase == JoinPhase.Joined);

    /// <summary>A member, or refused for good.</summary>
    public Task<JoinStatus> DecidedAsync() => WhenAsync(status => status.Phase is JoinPhase.Joined or JoinPhase.Refused);

    public async Task<JoinStatus> WhenAsync(Func<JoinStatus, bool> condition)
    {
        try
        {
            return await Board.WaitAsync(condition).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            var trail = Board.Current.Trail.Select(line => $"{line.At:ss.fff} {line.Text}");
            throw new TimeoutException($"{Board.Current.Phase} after {Patience}:\n{string.Join('\n', trail)}");
        }
    }

    public async ValueTask DisposeAsync() => await System.Terminate().WaitAsync(Patience);
}

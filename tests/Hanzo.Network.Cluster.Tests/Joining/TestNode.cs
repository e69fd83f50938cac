using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Joining;

namespace Hanzo.Network.Cluster.Tests.Joining;

/// <summary>One node as far as joining goes: an actor system on loopback with the real ports.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static long _incarnations = DateTimeOffset.UnixEpoch.AddYears(50).ToUnixTimeMilliseconds();

    private TestNode(ActorSystem system, JoiningSetup setup) => (System, Setup) = (system, setup);

    public ActorSystem System { get; }
    public JoiningSetup Setup { get; }
    public JoinBoard Board => Setup.Board;
    public Akka.Cluster.Cluster Cluster => Akka.Cluster.Cluster.Get(System);
    public NodeAddress Address => Board.Current.Self!.Address;

    public static TestNode Start(string nodeId, int broadcastPort, string network = "home", bool udp = true, params NodeAddress[] seeds) => Start(
        new JoiningOptions
        {
            Network = network,
            NodeId = nodeId,
            Incarnation = NewIncarnation(),
            Version = "0.1.0",
            UdpDiscovery = udp,
            BroadcastPort = broadcastPort,
            Seeds = [.. seeds],
        });

    public static TestNode Start(JoiningOptions options)
    {
        var setup = new JoiningSetup(options, new UdpDatagramsFactory(TimeProvider.System), new TcpDialer(TimeProvider.System), TimeProvider.System);
        var config = ConfigurationFactory.ParseString(
            """
            akka.loglevel = WARNING
            akka.stdout-loglevel = OFF
            akka.coordinated-shutdown.run-by-actor-system-terminate = off
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            """).WithFallback(JoiningExtensions.DefaultConfig(options.NodeId));
        var system = ActorSystem.Create("hanzo", ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), setup));
        JoiningExtensions.StartJoining(system);
        return new TestNode(system, setup);
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

    public async Task<JoinStatus> WhenAsync(Func<JoinStatus, bool> condition)
    {
        try
        {
            return await Board.WhenAsync(condition).WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new TimeoutException($"{Board.Current.Phase} after {Patience}:\n{string.Join('\n', Board.Current.Trail.Select(line => $"{line.At:ss.fff} {line.Text}"))}");
        }
    }

    public async ValueTask DisposeAsync() => await System.Terminate().WaitAsync(Patience);
}

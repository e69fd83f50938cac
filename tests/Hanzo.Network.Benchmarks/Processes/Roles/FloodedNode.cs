using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Adapters.Udp;
using Hanzo.Network.Cluster;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Joining;
using Hanzo.Network.Security;

namespace Hanzo.Network.Benchmarks.Processes.Roles;

/// <summary>A node of a secured network as far as joining goes; or a bare socket that receives and does nothing else.</summary>
internal sealed class FloodedNode() : Role(RoleName)
{
    public const string RoleName = "flooded";
    public const string Node = "node";
    public const string Bare = "bare";
    public const string Ready = "ready";
    public const string Count = "count";
    public const string Counted = "counted";
    public const string NetworkName = "flooded";

    // The socket's buffer holds what comes meanwhile.
    private static readonly TimeSpan GatheringTime = TimeSpan.FromMilliseconds(30);

    /// <summary>Who floods knows all but the key.</summary>
    public static readonly NetworkKeys Keys =
        new(NetworkName, "01J00000000000000000000000", [.. Enumerable.Repeat((byte)7, NetworkKeys.BeaconKeyBytes)]);

    public static Child Start(string what, int port, string nodeId) =>
        Child.Start(RoleName, what, port.ToString(CultureInfo.InvariantCulture), nodeId);

    public override Task RunAsync(ParentLine parent, string[] arguments)
    {
        var port = int.Parse(arguments[1], CultureInfo.InvariantCulture);
        return arguments[0] == Bare ? ReceiveAsync(parent, port) : JoinAsync(parent, port, arguments[2]);
    }

    // The least that receiving all of them can cost: never waited for, read when they have gathered, nothing done with them.
    private static async Task ReceiveAsync(ParentLine parent, int port)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveBufferSize = 256 * 1024 };
        socket.Bind(new IPEndPoint(IPAddress.Any, port));
        var received = 0L;
        var receiving = ReceiveAllAsync();
        parent.Say(Ready);
        await Task.WhenAny(receiving, parent.ObeyAsync((_, _) => Say(parent, Interlocked.Read(ref received))));

        async Task ReceiveAllAsync()
        {
            var buffer = new byte[BeaconCodec.MaxBytes + 1];
            var from = new SocketAddress(AddressFamily.InterNetwork);
            while (true)
            {
                for (; socket.Available > 0; received++) socket.ReceiveFrom(buffer, SocketFlags.None, from);
                await Task.Delay(GatheringTime, TimeProvider.System);
            }
        }
    }

    private static async Task JoinAsync(ParentLine parent, int port, string nodeId)
    {
        var time = TimeProvider.System;
        var board = new Board<JoinStatus>(JoinStatus.Initial);
        var options = new JoiningOptions { BroadcastPort = port };
        var setup = new JoiningSetup(options, new UdpDatagramsFactory(time), new TcpDialer(time), time, board) { Keys = Keys };
        var config = ConfigurationFactory.ParseString(
            $"""
            akka.loglevel = WARNING
            akka.cluster.roles = ["{NodeRole.Of(nodeId)}"]
            """).WithFallback(AkkaProfile.Load(new NetworkOptions()));
        var system = ActorSystem.Create(InnerHost.SystemName, ActorSystemSetup.Create(BootstrapSetup.Create().WithConfig(config), setup));
        var address = ContactReports.ToNodeAddress(Akka.Cluster.Cluster.Get(system).SelfAddress)!;
        var incarnation = Agents.Ulid.Create(time.GetUtcNow(), [.. Enumerable.Repeat((byte)nodeId[0], 10)]);
        JoiningSetup.Start(system, new NodeIdentity(
            NetworkName, nodeId, incarnation, address, RuntimeName.Current, "0.1.0", ProtocolRange.Current));
        var joined = await board.WaitAsync(status => status.Phase == JoinPhase.Joined);
        parent.Say($"{Ready} {joined.Cluster!.Id}");
        await parent.ObeyAsync((_, _) => Say(parent, board.Current.Udp!.Counters.GetValueOrDefault("dropped.forged")));
    }

    private static Task Say(ParentLine parent, long count)
    {
        parent.Say(string.Create(CultureInfo.InvariantCulture, $"{Counted} {count}"));
        return Task.CompletedTask;
    }
}

using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Adapters.Tcp;
using Hanzo.Network.Joining;
using Hanzo.Network.Nets.Lab;

namespace Hanzo.Network.Nets.Tests;

[Collection(NetsCollection.Name)]
public sealed class LabTests
{
    private const int Port = 7777;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    [NetsFact]
    public async Task Hosts_of_a_network_reach_each_other_until_one_is_unplugged()
    {
        await using var lab = await NetLab.CreateAsync();
        var network = await lab.NetworkAsync();
        var one = await lab.HostAsync("one", new LabLink(network, "10.77.0.1/24"));
        var two = await lab.HostAsync("two", new LabLink(network, "10.77.0.2/24"));
        using var listener = Listen(two);

        (await ConnectAsync(one, two)).ShouldNotBeNull();
        await two.UnplugAsync("eth0");
        (await ConnectAsync(one, two)).ShouldBeNull();
        await two.PlugInAsync("eth0");
        (await ConnectAsync(one, two)).ShouldNotBeNull();
    }

    [NetsFact]
    public async Task A_path_that_loses_large_packets_is_told_by_what_is_not_acknowledged()
    {
        await using var lab = await NetLab.CreateAsync();
        var network = await lab.NetworkAsync();
        var one = await lab.HostAsync("one", new LabLink(network, "10.77.0.1/24"));
        var two = await lab.HostAsync("two", new LabLink(network, "10.77.0.2/24"));
        using var listener = Listen(two);
        var address = NodeAddress.Parse($"{two.Address}:{Port}");

        (await FindLostAsync()).ShouldBeNull();
        await one.LoseLargePacketsAsync(above: 1300);
        (await FindLostAsync()).ShouldBe(1500);

        // Its socket is opened before the first wait.
        Task<int?> FindLostAsync() =>
            NetNamespace.Run(one.Namespace, () => LargePackets.FindLostAsync(address, TimeProvider.System, default));
    }

    [NetsFact]
    public async Task A_slow_link_takes_its_time()
    {
        await using var lab = await NetLab.CreateAsync();
        var network = await lab.NetworkAsync();
        var slow = new LabLink(network, "10.77.0.1/24") { Delay = TimeSpan.FromMilliseconds(15) };
        var one = await lab.HostAsync("one", slow);
        var two = await lab.HostAsync("two", new LabLink(network, "10.77.0.2/24"));
        using var listener = Listen(two);

        var took = await ConnectAsync(one, two);

        took.ShouldNotBeNull().TotalMilliseconds.ShouldBeGreaterThan(29);
    }

    [NetsFact]
    public async Task What_a_killed_run_has_left_goes_with_the_next()
    {
        const string left = "hanzo-nets.1.1.7.one"; // whoever process 1 is, it did not start one tick after the machine
        await Tool.IpAsync("netns", "add", left);

        await using var lab = await NetLab.CreateAsync();

        File.Exists(Path.Combine(NetNamespace.Folder, left)).ShouldBeFalse();
        File.Exists(Path.Combine(NetNamespace.Folder, lab.Switch)).ShouldBeTrue();
    }

    private static Socket Listen(LabHost host)
    {
        var socket = SocketOn(host);
        socket.Bind(new IPEndPoint(IPAddress.Any, Port));
        socket.Listen();
        return socket;
    }

    /// <summary>How long it took; null: there was no answer.</summary>
    private static async Task<TimeSpan?> ConnectAsync(LabHost from, LabHost to)
    {
        using var socket = SocketOn(from);
        using var deadline = new CancellationTokenSource(Patience);
        var start = Stopwatch.GetTimestamp();
        try
        {
            await socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(to.Address), Port), deadline.Token);
            return Stopwatch.GetElapsedTime(start);
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException)
        {
            return null;
        }
    }

    private static Socket SocketOn(LabHost host) =>
        NetNamespace.Run(host.Namespace, () => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp));
}

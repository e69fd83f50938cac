using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Hanzo.Network.Benchmarks.Processes;
using Hanzo.Network.Benchmarks.Processes.Roles;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Abuse;

/// <summary>
/// What forged beacons cost a node of a secured network beyond what it costs in peace, beside the least that receiving all of them can
/// cost; and that a newcomer joins meanwhile.
/// </summary>
internal sealed class BeaconFlood() : Row("flood", "a node of a secured network that gets 10,000 forged beacons a second")
{
    public const string Cost = "flood, processor";
    public const string OfBare = "flood, times a bare socket";

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var port = FreePort();
        var (bare, all, _) = await MeasureAsync(FloodedNode.Bare, port, options);
        var (cost, received, newcomer) = await MeasureAsync(FloodedNode.Node, port, options);
        return
        [
            new Figure(Cost, cost, Unit.Percent, $"of one core; {received}"),
            new Figure("flood, bare socket", bare, Unit.Percent, $"of one core; {all}"),
            new Figure(OfBare, bare > 0 ? cost / bare : 0, Unit.Count),
            new Figure("flood, newcomer", newcomer, Unit.Milliseconds, "from its start as a process to its membership"),
        ];
    }

    private static async Task<(double Percent, string Received, double Newcomer)> MeasureAsync(string what, int port, RowOptions options)
    {
        await using var node = FloodedNode.Start(what, port, "one");
        var cluster = (await node.ExpectAsync(FloodedNode.Ready, RowOptions.Patience)).Text;
        await Task.Delay(options.WarmUp, TimeProvider.System);
        var quiet = await LoadAsync(node, options);
        await using var flooder = new BeaconFlooder(new IPEndPoint(IPAddress.Parse("127.255.255.255"), port));
        await Task.Delay(options.WarmUp, TimeProvider.System);
        var (sent, before) = (flooder.Sent, await CountAsync(node));
        var loud = await LoadAsync(node, options);
        // A node tells its counts with each of its beacons, so the last of them are missing.
        var received = await CountAsync(node) - before;
        var text = string.Create(CultureInfo.InvariantCulture, $"{received} of {flooder.Sent - sent} counted by its last beacon");
        return (Math.Max(0, loud - quiet), text, what == FloodedNode.Node ? await NewcomerAsync(port, cluster) : 0);
    }

    private static async Task<double> NewcomerAsync(int port, string cluster)
    {
        await using var newcomer = FloodedNode.Start(FloodedNode.Node, port, "two");
        var joined = await newcomer.ExpectAsync(FloodedNode.Ready, RowOptions.Patience);
        if (joined.Text != cluster) throw new WrongWorkException($"the newcomer is in cluster {joined.Text} instead of {cluster}.");
        return Stopwatch.GetElapsedTime(newcomer.StartedAt, joined.At).TotalMilliseconds;
    }

    private static async Task<double> LoadAsync(Child node, RowOptions options)
    {
        var (cpu, at) = (ProcessUsage.CpuTime(node.Pid), Stopwatch.GetTimestamp());
        await Task.Delay(options.Measure, TimeProvider.System);
        return (ProcessUsage.CpuTime(node.Pid) - cpu) / Stopwatch.GetElapsedTime(at) * 100;
    }

    private static async Task<long> CountAsync(Child node) => long.Parse(
        (await node.AskAsync(FloodedNode.Count, FloodedNode.Counted)).Text, CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(IPAddress.Any, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}

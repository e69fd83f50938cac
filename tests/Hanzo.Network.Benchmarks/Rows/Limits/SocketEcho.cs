using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using Hanzo.Network.Benchmarks.Processes;
using Hanzo.Network.Benchmarks.Reports;
using Hanzo.Network.Benchmarks.Statistics;

namespace Hanzo.Network.Benchmarks.Rows.Limits;

internal sealed class SocketEcho() : Row("socket", "the limit of remote asks: 100 bytes to and fro on a bare connection")
{
    public const string P50 = "socket at 1, p50";
    private const int MessageBytes = 100;
    private static readonly int[] InFlight = [1, 32, 256];

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        await using var pair = await SocketPair.ConnectAsync();
        var figures = new List<Figure>();
        foreach (var inFlight in InFlight)
        {
            await EchoAsync(pair.Socket, inFlight, options.WarmUp);
            var (rate, bursts) = await EchoAsync(pair.Socket, inFlight, options.Measure);
            figures.Add(new Figure(string.Create(CultureInfo.InvariantCulture, $"socket at {inFlight}"), rate, Unit.PerSecond));
            if (inFlight == 1) figures.Add(new Figure(P50, bursts.Microseconds(0.5), Unit.Microseconds));
        }

        return figures;
    }

    // A burst goes out in one write and is complete when all of it is back: the best that a connection can do.
    private static async Task<(double Rate, LatencyHistogram Bursts)> EchoAsync(Socket socket, int inFlight, TimeSpan duration)
    {
        var sent = new byte[inFlight * MessageBytes];
        var received = new byte[sent.Length];
        var bursts = new LatencyHistogram();
        var start = Stopwatch.GetTimestamp();
        do
        {
            sent[0]++;
            var began = Stopwatch.GetTimestamp();
            await SocketBytes.SendAllAsync(socket, sent);
            await SocketBytes.ReceiveAllAsync(socket, received);
            bursts.Record(Stopwatch.GetTimestamp() - began);
            if (!received.AsSpan().SequenceEqual(sent)) throw new WrongWorkException("the echo is not what was sent.");
        }
        while (Stopwatch.GetElapsedTime(start) < duration);
        return (bursts.Count * inFlight / Stopwatch.GetElapsedTime(start).TotalSeconds, bursts);
    }
}

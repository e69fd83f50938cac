using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Processes;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Limits;

internal sealed class SocketStream() : Row("socket-stream", "the limit of remote tells: 100 bytes each, one way on a bare connection")
{
    private const int MessageBytes = 100;
    private const int MessagesPerWrite = 1_000;

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var writes = options.Brief ? 10 : 2_000;
        var chunk = new byte[MessageBytes * MessagesPerWrite];
        await using var pair = await SocketPair.ConnectAsync((long)chunk.Length * writes);
        var answer = new byte[1];
        var rate = await Batches.MeasureAsync(options, (long)writes * MessagesPerWrite, async () =>
        {
            for (var i = 0; i < writes; i++) await SocketBytes.SendAllAsync(pair.Socket, chunk);
            await SocketBytes.ReceiveAllAsync(pair.Socket, answer);
        });
        return [new Figure("socket one way", rate, Unit.PerSecond)];
    }
}

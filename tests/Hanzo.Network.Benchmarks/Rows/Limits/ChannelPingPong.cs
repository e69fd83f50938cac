using System.Threading.Channels;
using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Limits;

internal sealed class ChannelPingPong() : Row("channel", "the limit of local ping-pong: 8 pairs of bare channels, 100 under way per pair")
{
    private const int Pairs = 8;
    private const int Window = 100;
    private static readonly UnboundedChannelOptions Options = new() { SingleReader = true, SingleWriter = true };

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        var rounds = options.Brief ? 1_000 : 100_000;
        var rate = await Batches.MeasureAsync(
            options, 2L * Pairs * rounds, () => Task.WhenAll(Enumerable.Range(0, Pairs).Select(_ => PlayAsync(rounds))));
        return [new Figure("channel ping-pong", rate, Unit.PerSecond)];
    }

    private static async Task PlayAsync(int rounds)
    {
        var one = Channel.CreateUnbounded<object>(Options);
        var other = Channel.CreateUnbounded<object>(Options);
        await Task.WhenAll(ReturnAsync(one.Reader, other.Writer), ServeAsync(one.Writer, other.Reader, rounds));
    }

    private static async Task ReturnAsync(ChannelReader<object> from, ChannelWriter<object> to)
    {
        await foreach (var ball in from.ReadAllAsync()) to.TryWrite(ball);
    }

    private static async Task ServeAsync(ChannelWriter<object> to, ChannelReader<object> from, int rounds)
    {
        var ball = new object();
        for (var i = 0; i < Window; i++) to.TryWrite(ball);
        for (var back = 1; back <= rounds; back++)
        {
            await from.ReadAsync();
            if (back <= rounds - Window) to.TryWrite(ball);
        }

        to.Complete();
    }
}

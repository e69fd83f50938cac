using System.Globalization;
using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Remote;

internal sealed class RemoteAsk() : Row("remote-ask", "asks of one actor of another process, by 1, 32 and 256 callers")
{
    private static readonly int[] Callers = [1, 32, 256];

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        await using var pair = await RemotePair.StartAsync();
        var responder = await pair.FindAsync(Responder.Name);
        var figures = new List<Figure>();
        foreach (var callers in Callers)
        {
            var load = await ClosedLoops.MeasureAsync(callers, options, number => responder.Ask<Number>(new Number(number)));
            figures.AddRange(LoadFigures.Of(string.Create(CultureInfo.InvariantCulture, $"remote ask at {callers}"), load));
        }

        return figures;
    }
}

using System.Globalization;
using Akka.Actor;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Local;

internal sealed class LocalAsk() : Row("local-ask", "asks of one actor of this process, by 1 and by 256 callers")
{
    private static readonly int[] Callers = [1, 256];

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        using var system = Systems.Local();
        var responder = system.ActorOf(Props.Create<Responder>());
        var figures = new List<Figure>();
        foreach (var callers in Callers)
        {
            var load = await ClosedLoops.MeasureAsync(callers, options, number => responder.Ask<Number>(new Number(number)));
            var name = string.Create(CultureInfo.InvariantCulture, $"local ask at {callers}");
            figures.Add(new Figure(name, load.PerSecond, Unit.PerSecond, load.Note));
        }

        return figures;
    }
}

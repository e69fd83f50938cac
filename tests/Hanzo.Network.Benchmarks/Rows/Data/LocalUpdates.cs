using System.Globalization;
using Hanzo.Network.Benchmarks.Actors;
using Hanzo.Network.Benchmarks.Loads;
using Hanzo.Network.Benchmarks.Messages;
using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Rows.Data;

internal sealed class LocalUpdates() : Row("data-updates", "local updates of an LWWDictionary of 100 keys, by 32 callers")
{
    private const int Callers = 32;

    public override async Task<IReadOnlyList<Figure>> RunAsync(RowOptions options)
    {
        using var system = Systems.Cluster();
        await Clusters.JoinAsync(system);
        var map = new SharedMap(system);
        await map.FillAsync();
        var load = await ClosedLoops.MeasureAsync(Callers, options, async number =>
        {
            await map.SetAsync(number, SharedMap.Local);
            return new Number(number + 1);
        });
        await RequireAsync(map);
        return [new Figure("map updates", load.PerSecond, Unit.PerSecond, load.Note)];
    }

    private static async Task RequireAsync(SharedMap map)
    {
        const long last = long.MaxValue;
        await map.SetAsync(last, SharedMap.Local);
        var read = await map.ReadAsync(last);
        if (read != last.ToString(CultureInfo.InvariantCulture)) throw new WrongWorkException($"the last update reads as '{read}'.");
        if (await map.CountAsync() is var count && count != SharedMap.Keys) throw new WrongWorkException($"the map has {count} keys.");
    }
}

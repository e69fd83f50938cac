using System.Globalization;
using System.Text;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>What the seeds of a campaign covered: faults and ways of recovery, by environment, with what never happened.</summary>
public sealed class CoverageTable
{
    private static readonly SimulatedEnvironment[] Environments = Enum.GetValues<SimulatedEnvironment>();

    private readonly int[] _seeds = new int[Environments.Length];
    private readonly Coverage[] _times = [.. Environments.Select(_ => Coverage.None)];
    private readonly Coverage[] _inSeeds = [.. Environments.Select(_ => Coverage.None)];

    /// <summary>Adds one seed.</summary>
    public void Add(SimulatedEnvironment environment, Coverage seed)
    {
        var at = (int)environment;
        _seeds[at]++;
        _times[at] += seed;
        _inSeeds[at] += new Coverage(seed.Counts.SetItems(seed.Counts.Keys.Select(name => KeyValuePair.Create(name, 1L))));
    }

    /// <summary>
    /// A cell says how often, and in how many seeds: <c>12 in 7</c>. A point stands where the environment has no such fault.
    /// </summary>
    public override string ToString()
    {
        var rows = new List<string[]>
        {
            Row("", environment => environment.ToString(), "all"),
            Row("seeds", environment => Number(_seeds[(int)environment]), Number(_seeds.Sum())),
        };
        rows.AddRange(FaultTable.Rows.Select(fault => RowOf(fault.Name, environment => fault.Weights.In(environment) > 0)));
        rows.Add([]);
        rows.AddRange(RecoveryPaths.All.Select(path => RowOf(path, _ => true)));
        return Aligned(rows) + Never();
    }

    private string[] RowOf(string name, Func<SimulatedEnvironment, bool> expected) =>
        Row(
            name,
            environment => Cell(_times[(int)environment].Of(name), _inSeeds[(int)environment].Of(name), expected(environment)),
            Cell(_times.Sum(times => times.Of(name)), _inSeeds.Sum(seeds => seeds.Of(name)), expected: true));

    private static string[] Row(string name, Func<SimulatedEnvironment, string> cell, string all) =>
        [name, .. Environments.Select(cell), all];

    private static string Cell(long times, long seeds, bool expected) =>
        times > 0 ? $"{Number(times)} in {Number(seeds)}" : expected ? "0" : ".";

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private string Never()
    {
        var never = FaultTable.Rows.Select(row => row.Name).Concat(RecoveryPaths.All)
            .Where(name => _times.All(times => times.Of(name) == 0)).ToList();
        return never.Count == 0 ? "" : $"never: {string.Join(", ", never)}\n";
    }

    private static string Aligned(List<string[]> rows)
    {
        var widths = Enumerable.Range(0, Environments.Length + 2)
            .Select(column => rows.Max(row => column < row.Length ? row[column].Length : 0)).ToList();
        var text = new StringBuilder();
        foreach (var row in rows)
        {
            for (var column = 0; column < row.Length; column++)
                text.Append(column == 0 ? row[column].PadRight(widths[0]) : row[column].PadLeft(widths[column] + 2));
            text.Append('\n');
        }

        return text.ToString();
    }
}

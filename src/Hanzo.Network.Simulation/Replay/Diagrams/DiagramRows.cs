using System.Collections.Immutable;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Replay.Diagrams;

/// <summary>What is drawn, in the order of time, and how much of each kind is not.</summary>
internal sealed record DiagramRows(ImmutableArray<DiagramRow> Shown, ImmutableSortedDictionary<TraceKind, int> LeftOut)
{
    /// <summary>What is kept first when not everything can be. The plan tells the faults.</summary>
    private static readonly TraceKind[] ByWeight =
    [
        TraceKind.Verdict, TraceKind.Fault, TraceKind.Process, TraceKind.Membership, TraceKind.Slot,
        TraceKind.Run, TraceKind.Effect, TraceKind.Data, TraceKind.Message, TraceKind.Log,
    ];

    private static readonly TraceKind[] OnlyVerbose = [TraceKind.Data, TraceKind.Message, TraceKind.Log];

    /// <summary>Beyond the bound the weightiest stay; of equal weight those nearest to the first broken property, else the first.</summary>
    public static DiagramRows Choose(SimulationResult result, DiagramOptions options)
    {
        var focus = result.Verdicts.Where(verdict => !verdict.Holds).Select(verdict => verdict.At).Order().FirstOrDefault();
        var all = All(result).Where(row => options.Covers(row.At)).Index().ToArray();
        var kept = all
            .Where(row => options.Verbose || !OnlyVerbose.Contains(row.Item.Line.Kind))
            .OrderBy(row => Array.IndexOf(ByWeight, row.Item.Line.Kind))
            .ThenBy(row => (row.Item.At - focus).Duration())
            .ThenBy(row => row.Index)
            .Take(options.MaxRows)
            .Select(row => row.Index)
            .ToHashSet();
        return new DiagramRows(
            [.. all.Where(row => kept.Contains(row.Index)).Select(row => row.Item)],
            all.Where(row => !kept.Contains(row.Index)).CountBy(row => row.Item.Line.Kind).ToImmutableSortedDictionary());
    }

    private static IEnumerable<DiagramRow> All(SimulationResult result) =>
        result.Plan.Faults.SelectMany(Ends)
            .Concat(result.Verdicts.Where(verdict => !verdict.Holds).Select(verdict =>
                new DiagramRow(new TraceLine(verdict.At, TraceKind.Verdict, -1, -1, verdict.At, $"{verdict.Checker}: {verdict.Why}"))))
            .Concat(result.Trace
                .Where(line => line.Kind is not (TraceKind.Fault or TraceKind.Verdict))
                .Select(line => new DiagramRow(line)))
            .OrderBy(row => row.At);

    private static IEnumerable<DiagramRow> Ends(Fault fault)
    {
        var over = fault.At + fault.Lasts;
        yield return new DiagramRow(Line(fault.At, FaultWords.Of(fault)), Begins: fault);
        if (fault.Lasts > TimeSpan.Zero) yield return new DiagramRow(Line(over, FaultWords.Over(fault)), Ends: fault);

        TraceLine Line(TimeSpan at, string text) => new(at, TraceKind.Fault, fault.Node, -1, at, text);
    }
}

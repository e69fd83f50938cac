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

    private static readonly int NearWeight = Array.IndexOf(ByWeight, TraceKind.Process);

    private static readonly TraceKind[] OnlyVerbose = [TraceKind.Data, TraceKind.Message, TraceKind.Log];

    /// <summary>So near to the moment at which a property is first broken, everything matters.</summary>
    private static readonly TimeSpan Near = TimeSpan.FromSeconds(3);

    /// <summary>
    /// Beyond the bound the weightiest stay, and what is near to a broken property; of equal weight what is nearest to one, else the
    /// first.
    /// </summary>
    public static DiagramRows Choose(SimulationResult result, DiagramOptions options)
    {
        TimeSpan[] broken = [.. result.Verdicts.Where(verdict => !verdict.Holds).Select(verdict => verdict.At)];
        var all = All(result).Where(row => options.Covers(row.At)).Index().ToArray();
        var kept = all
            .Where(row => options.Verbose || !OnlyVerbose.Contains(row.Item.Line.Kind))
            .Where(WithoutRepetitions(options.Verbose))
            .Select(row => (row.Index, Weight: Array.IndexOf(ByWeight, row.Item.Line.Kind), Distance: Distance(row.Item.At, broken)))
            .OrderBy(row => broken.Length > 0 && row.Distance <= Near ? Math.Min(row.Weight, NearWeight) : row.Weight)
            .ThenBy(row => row.Distance)
            .ThenBy(row => row.Index)
            .Take(options.MaxRows)
            .Select(row => row.Index)
            .ToHashSet();
        return new DiagramRows(
            [.. all.Where(row => kept.Contains(row.Index)).Select(row => row.Item)],
            all.Where(row => !kept.Contains(row.Index)).CountBy(row => row.Item.Line.Kind).ToImmutableSortedDictionary());
    }

    /// <summary>What a node says again, with nothing else of the kind between, says nothing new.</summary>
    private static Func<(int Index, DiagramRow Item), bool> WithoutRepetitions(bool keepsAll)
    {
        var last = new Dictionary<(TraceKind, int, int), string>();
        return row =>
        {
            var key = (row.Item.Line.Kind, row.Item.Line.Node, row.Item.Line.Other);
            if (!keepsAll && last.GetValueOrDefault(key) == row.Item.Line.Text) return false;
            last[key] = row.Item.Line.Text;
            return true;
        };
    }

    private static TimeSpan Distance(TimeSpan at, TimeSpan[] broken) =>
        broken.Length == 0 ? at : broken.Min(moment => (at - moment).Duration());

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

using System.Globalization;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Placement;

/// <summary>Explanations in words, for a terminal.</summary>
public static class PlacementText
{
    /// <param name="now">Ages are told from here.</param>
    public static IEnumerable<string> Lines(PlacementExplanation explanation, DateTimeOffset now)
    {
        var width = explanation.Nodes.Select(node => node.Node.Length).DefaultIfEmpty().Max();
        yield return Text($"{explanation.Agent}: {explanation.Candidates.Count()} of {explanation.Nodes.Length} nodes may run it");
        foreach (var node in explanation.Nodes)
            yield return $"  {node.Node.PadRight(width)}  {(node.Fits ? Score(node, now) : $"refused: {string.Join("; ", node.Unmet)}")}";
    }

    private static string Score(NodeVerdict node, DateTimeOffset now)
    {
        var score = node.Score;
        var busy = score.Busy is { } reason ? $", {reason}" : "";
        return $"{Seconds(score.ExpectedSeconds)} expected{busy}: one run takes {Seconds(score.Run.Seconds)} ({Run(score.Run, now)}); "
            + Text($"{score.Active} active, {score.Queued} queued, {score.Dispatched} just sent, {score.Capacity} at once; ")
            + Text($"{Speed(score.Throughput, now)}; slots: {node.SlotsNow} now, {node.SlotsPlanned} planned");
    }

    private static string Run(RunTime run, DateTimeOffset now) => run.Source switch
    {
        RunTimeSource.Measured => Text($"measured in {Runs(run)}{Together(run)}{Age(run.At, now)}"),
        RunTimeSource.Derived => Text($"by throughput from {Runs(run)}{Age(run.At, now)}"),
        RunTimeSource.Assumed => "assumed: no run is known, one counts as 1 TFLOP of work",
        _ => throw new ArgumentOutOfRangeException(nameof(run), run.Source, "allowed: Measured, Derived, Assumed."),
    };

    private static string Runs(RunTime run) => run.Runs == 1 ? "1 run" : Text($"{run.Runs} runs");

    private static string Together(RunTime run) => run.Together > 1 ? Text($", {run.Together:0.#} at once") : "";

    private static string Speed(Throughput throughput, DateTimeOffset now)
    {
        if (throughput.Precision is null) return Text($"throughput unknown, counts as {throughput.Tflops:0.##} TFLOPS");
        var source = throughput.Source switch
        {
            FigureSource.Override => "override",
            FigureSource.Measured => "measured",
            FigureSource.Table => "table",
            FigureSource.Estimated => "estimated",
            _ => "source unknown",
        };
        return Text($"{throughput.Tflops:0.##} {throughput.Precision} TFLOPS ({source}{Age(throughput.At, now)})");
    }

    private static string Age(DateTimeOffset? at, DateTimeOffset now)
    {
        if (at is not { } then) return "";
        var age = now > then ? now - then : TimeSpan.Zero;
        return age switch
        {
            { TotalMinutes: < 1 } => Text($", {age.TotalSeconds:0} s ago"),
            { TotalHours: < 1 } => Text($", {age.TotalMinutes:0} min ago"),
            { TotalDays: < 1 } => Text($", {age.TotalHours:0} h ago"),
            _ => Text($", {age.TotalDays:0} d ago"),
        };
    }

    private static string Seconds(double seconds) => seconds < 0.1 ? Text($"{seconds * 1000:0.##} ms") : Text($"{seconds:0.##} s");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

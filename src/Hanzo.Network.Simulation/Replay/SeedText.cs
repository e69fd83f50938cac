namespace Hanzo.Network.Simulation.Replay;

/// <summary>What a seed came to, for people.</summary>
internal static class SeedText
{
    public static string Head(SimulationResult result)
    {
        var options = result.Options;
        var place = SimulatedPlaces.NameOf(options);
        var faults = result.Plan.Faults.Length;
        return $"seed {options.Seed}: {options.Nodes} nodes, {Durations.Text(options.Length)} in {place}, {faults} faults";
    }

    public static IEnumerable<string> Conclusion(SeedReport report)
    {
        var width = report.Verdicts.Select(verdict => verdict.Checker.Length).DefaultIfEmpty().Max();
        foreach (var verdict in report.Verdicts)
            yield return $"{Sign(verdict)} {verdict.Checker.PadRight(width)}  {Finding(verdict)}";
        if (report.Error is not null) yield return $"✗ the simulation did not get to its end: {report.Error}";
        else yield return FormattableString.Invariant($"hash {report.Hash}, {report.Steps} steps, {report.VirtualSeconds:0.###} s virtual");
        if (report.Shrunk is not null) yield return $"fewest faults known to break it: \"{report.Shrunk}\"";
        if (!report.Holds && report.Replay is not null) yield return $"replay: {report.Replay}";
    }

    private static string Sign(VerdictReport verdict) => verdict switch { { Holds: false } => "✗", { Checked: 0 } => "?", _ => "✓" };

    private static string Finding(VerdictReport verdict) => verdict switch
    {
        { Holds: false } => $"broken at {At(verdict)}: {verdict.Why} ({verdict.Checked} checked)",
        { Checked: 0 } => "never put to the test",
        _ => $"holds, {verdict.Checked} checked",
    };

    private static string At(VerdictReport verdict) => Durations.Clock(TimeSpan.FromSeconds(verdict.AtSeconds));
}

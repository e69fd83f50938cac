using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.Replay;
using static System.FormattableString;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>A campaign for people.</summary>
internal static class CampaignText
{
    public static string Progress(CampaignTally tally, CampaignOptions options, TimeSpan elapsed)
    {
        var goal = options.Seeds is { } seeds ? $" of {seeds}" : "";
        var figures = CampaignBody.Of(tally, elapsed);
        return Invariant($"{tally.Seeds}{goal} seeds, {tally.Failed} failed, {figures.Seconds:0} s, {figures.SeedsPerSecond:0.00} seeds/s");
    }

    public static IEnumerable<string> Failure(SeedReport report) => ["", $"seed {report.Seed} failed:", .. SeedText.Conclusion(report)];

    public static IEnumerable<string> Summary(
        CampaignTally tally, CampaignOptions options, TimeSpan elapsed, CoverageTable coverage)
    {
        var (network, figures) = (options.Network, CampaignBody.Of(tally, elapsed));
        yield return "";
        yield return Invariant($"{tally.Seeds} seeds of {network.Nodes} nodes and {Durations.Text(network.Length)}, {tally.Failed} failed")
            + Invariant($" (from seed {options.FirstSeed}, {options.Workers} processes)");
        yield return Invariant($"{figures.Seconds:0.0} s: {figures.SeedsPerSecond:0.00} seeds/s, ")
            + Invariant($"{figures.VirtualPerReal:0} times real time, ")
            + Invariant($"{figures.CpuSecondsPerSeed:0.00} CPU seconds and {figures.StepsPerSeed} steps per seed");
        yield return "";
        foreach (var line in Checkers(tally)) yield return line;
        yield return "";
        yield return coverage.ToString();
        var shown = tally.Failures.Length;
        if (tally.Failed > shown) yield return $"of {tally.Failed} failing seeds the first {shown} are shown.";
    }

    private static IEnumerable<string> Checkers(CampaignTally tally)
    {
        var width = tally.Checkers.Keys.Select(name => name.Length).DefaultIfEmpty().Max();
        return tally.Checkers.Values.Select(checker =>
            $"{Sign(checker)} {checker.Checker.PadRight(width)}  broken in {checker.Broken} of {checker.Seeds} seeds, "
            + $"{checker.Checked} checked, not put to the test in {checker.Untested}");
    }

    private static char Sign(CheckerTally checker) => checker switch { { Broken: > 0 } => '✗', { Checked: 0 } => '?', _ => '✓' };
}

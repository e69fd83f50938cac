using System.Collections.Immutable;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.Replay;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>What the seeds of a campaign came to so far.</summary>
internal sealed record CampaignTally
{
    /// <summary>Of more failing seeds only the number is kept.</summary>
    public const int MaxFailures = 100;

    public static readonly CampaignTally None = new();

    public long Seeds { get; private init; }

    public long Failed { get; private init; }

    public long Steps { get; private init; }

    public double VirtualSeconds { get; private init; }

    public double CpuSeconds { get; private init; }

    public ImmutableSortedDictionary<string, CheckerTally> Checkers { get; private init; } =
        ImmutableSortedDictionary.Create<string, CheckerTally>(StringComparer.Ordinal);

    public Coverage Coverage { get; private init; } = Coverage.None;

    public ImmutableArray<SeedReport> Failures { get; private init; } = [];

    public CampaignTally With(SeedReport report) => this with
    {
        Seeds = Seeds + 1,
        Failed = Failed + (report.Holds ? 0 : 1),
        Steps = Steps + report.Steps,
        VirtualSeconds = VirtualSeconds + report.VirtualSeconds,
        CpuSeconds = CpuSeconds + (report.CpuSeconds ?? 0),
        Checkers = report.Verdicts.Aggregate(Checkers, Add),
        Coverage = Coverage + new Coverage(report.Coverage),
        Failures = report.Holds || Failures.Length >= MaxFailures ? Failures : Failures.Add(report),
    };

    private static ImmutableSortedDictionary<string, CheckerTally> Add(
        ImmutableSortedDictionary<string, CheckerTally> tallies, VerdictReport verdict)
    {
        var known = tallies.GetValueOrDefault(verdict.Checker) ?? new CheckerTally(verdict.Checker, 0, 0, 0, 0);
        return tallies.SetItem(verdict.Checker, known with
        {
            Seeds = known.Seeds + 1,
            Broken = known.Broken + (verdict.Holds ? 0 : 1),
            Checked = known.Checked + verdict.Checked,
            Untested = known.Untested + (verdict is { Checked: 0, Holds: true } ? 1 : 0),
        });
    }
}

using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.Replay;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>Leaves out faults of a failing seed for as long as the same properties break.</summary>
internal sealed class SeedShrinker(Func<SimulationOptions, SimulationResult> simulate, TimeProvider time)
{
    /// <summary>Of the machine; the smallest plan by then is the answer.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);

    public SeedReport Shrink(SimulationOptions options)
    {
        var first = simulate(options);
        var (report, started) = (SeedReport.Of(first), time.GetTimestamp());
        if (report.Holds) return report;
        var broken = Broken(first);
        var faults = first.Plan.Faults;
        for (var i = faults.Length - 1; i >= 0 && time.GetElapsedTime(started) < MaxTime; i--)
        {
            var fewer = faults.RemoveAt(i);
            if (Broken(simulate(options with { Plan = new FaultPlan(fewer) })).Overlaps(broken)) faults = fewer;
        }

        return report with { Shrunk = new FaultPlan(faults).ToString() };
    }

    private static HashSet<string> Broken(SimulationResult result) =>
        [.. result.Verdicts.Where(verdict => !verdict.Holds).Select(verdict => verdict.Checker)];
}

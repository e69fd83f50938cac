using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.Replay;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>The fewest faults under which a failing seed fails in the same way.</summary>
internal sealed class SeedShrinker(Func<SimulationOptions, SimulationResult> simulate, TimeProvider time)
{
    /// <summary>Of the machine; the smallest plan by then is the answer.</summary>
    public static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(5);

    private const int MaxTries = 300;

    public SeedReport Shrink(SimulationOptions options)
    {
        var started = time.GetTimestamp();
        var environment = options.Environment ?? SimulatedEnvironments.Draw(options.Seed);
        var plan = options.Plan ?? FaultPlan.Draw(options.Seed, environment, options.Nodes, options.Length);
        var failure = FailureOf(options with { Plan = plan });
        var report = new SeedReport { Seed = options.Seed };
        if (failure.Count == 0) return report;
        return report with { Shrunk = Shrinker.Shrink(plan, Fails, MaxTries).Plan.ToString() };

        bool Fails(FaultPlan fewer) =>
            time.GetElapsedTime(started) < MaxTime && FailureOf(options with { Plan = fewer }).Overlaps(failure);
    }

    /// <summary>The properties that break, or the kind of exception.</summary>
    private HashSet<string> FailureOf(SimulationOptions options)
    {
        try
        {
            return [.. simulate(options).Verdicts.Where(verdict => !verdict.Holds).Select(verdict => verdict.Checker)];
        }
        catch (Exception broken)
        {
            return [broken.GetType().FullName!];
        }
    }
}

using System.Collections.Immutable;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation.Tests.Campaigns;

/// <summary>A simulation without a network: its steps depend on nothing but the options. It breaks under a crash of n1.</summary>
internal static class ToyNetwork
{
    public const ulong BadSeed = 13;
    private const int StepsPerSecond = 10;
    private static readonly TimeSpan DiffersFrom = TimeSpan.FromSeconds(4.5);

    public static SimulationResult Run(SimulationOptions options) => Run(options, _ => 0);

    public static SimulationResult RunOrCrash(SimulationOptions options)
    {
        if (options.Seed == BadSeed) Environment.Exit(77);
        return Run(options);
    }

    public static SimulationResult RunOrHang(SimulationOptions options)
    {
        if (options.Seed == BadSeed) new ManualResetEventSlim().Wait();
        return Run(options);
    }

    /// <summary>As one that lets the number of its process decide.</summary>
    public static SimulationResult RunByProcess(SimulationOptions options) =>
        Run(options, at => options.Seed == BadSeed && at > DiffersFrom ? Environment.ProcessId : 0);

    private static SimulationResult Run(SimulationOptions options, Func<TimeSpan, long> chance)
    {
        var place = options.Environment ?? SimulatedEnvironments.Draw(options.Seed);
        var plan = options.Plan ?? FaultPlan.Draw(options.Seed, place, options.Nodes, options.Length);
        var trace = new Trace(options.Records);
        var steps = (long)(options.Length.TotalSeconds * StepsPerSecond);
        for (var step = 1L; step <= steps; step++)
        {
            var at = TimeSpan.FromSeconds((double)step / StepsPerSecond);
            var node = (int)((options.Seed + (ulong)step) % (ulong)options.Nodes);
            trace.Mix((long)options.Seed, step + chance(at));
            trace.Add(new TraceLine(at, TraceKind.Run, node, -1, at, $"run {step} <&> {chance(at)}"));
            options.OnStep?.Invoke(new TracedStep(step, at, node, trace.Hash));
        }

        var crash = plan.Faults.FirstOrDefault(fault => fault is { Kind: FaultKind.Crash, Node: 1 });
        return new SimulationResult(
            options,
            plan,
            trace.Hash,
            steps,
            options.Length,
            [new Verdict("toy stays up", crash is null, steps, crash?.At ?? TimeSpan.Zero, crash is null ? "" : "n1 crashed")],
            new Coverage(plan.Faults.CountBy(fault => FaultTable.Of(fault.Kind).Name)
                .ToImmutableSortedDictionary(count => count.Key, count => (long)count.Value)),
            trace.Lines);
    }
}

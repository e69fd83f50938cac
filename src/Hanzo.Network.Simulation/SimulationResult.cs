using System.Collections.Immutable;
using Hanzo.Network.Simulation.Checks;
using Hanzo.Network.Simulation.Faults;
using Hanzo.Network.Simulation.World;

namespace Hanzo.Network.Simulation;

/// <param name="Hash">Of every step in order: equal in every process that replays the options.</param>
/// <param name="Plan">The faults that were to happen, drawn or given.</param>
/// <param name="Trace">Empty unless the options record.</param>
public sealed record SimulationResult(
    SimulationOptions Options,
    FaultPlan Plan,
    ulong Hash,
    long Steps,
    TimeSpan Virtual,
    ImmutableArray<Verdict> Verdicts,
    Coverage Coverage,
    ImmutableArray<TraceLine> Trace)
{
    public bool Holds => Verdicts.All(verdict => verdict.Holds);
}

using System.Collections.Immutable;

namespace Hanzo.Network.Simulation.Faults;

/// <summary>Which faults happen when, in the order of their start.</summary>
public sealed record FaultPlan(ImmutableArray<Fault> Faults)
{
    public static readonly FaultPlan None = new([]);
}

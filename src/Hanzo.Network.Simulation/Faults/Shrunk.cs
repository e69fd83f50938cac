namespace Hanzo.Network.Simulation.Faults;

/// <param name="Plan">The smallest plan found that still fails.</param>
/// <param name="Tries">How many plans were run to find it.</param>
public sealed record Shrunk(FaultPlan Plan, int Tries);

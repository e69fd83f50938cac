namespace Hanzo.Network.Simulation.Faults;

/// <param name="At">Virtual time from the start of the network.</param>
/// <param name="Lasts">Zero for what happens once.</param>
/// <param name="Node">-1: the kind names none.</param>
/// <param name="Other">-1: the kind names none.</param>
/// <param name="Amount">In the unit that the kind names.</param>
public sealed record Fault(FaultKind Kind, TimeSpan At, TimeSpan Lasts, int Node = -1, int Other = -1, double Amount = 0);

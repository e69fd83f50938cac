namespace Hanzo.Network.Simulation.World;

/// <summary>Where a trace is after a step. Two processes that replay the same options agree on every one.</summary>
/// <param name="Step">Counted from 1.</param>
/// <param name="Node">Whose step it was; -1: the world's own.</param>
/// <param name="Hash">Of every step so far.</param>
public readonly record struct TracedStep(long Step, TimeSpan At, int Node, ulong Hash);

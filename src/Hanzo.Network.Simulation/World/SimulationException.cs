namespace Hanzo.Network.Simulation.World;

/// <summary>The simulation itself cannot go on: its result would mean nothing.</summary>
public sealed class SimulationException(string message) : Exception(message);

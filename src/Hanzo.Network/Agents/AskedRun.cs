namespace Hanzo.Network.Agents;

/// <summary>The run of another agent that an unfinished run waits for.</summary>
/// <param name="Step">Of the waiting run: the call that has asked.</param>
public sealed record AskedRun(int Step, RunId Run);

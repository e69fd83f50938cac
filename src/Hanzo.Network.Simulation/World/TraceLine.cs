namespace Hanzo.Network.Simulation.World;

/// <summary>One thing that happened, for people.</summary>
/// <param name="Node">0 is the first; -1: the world itself.</param>
/// <param name="Other">The node at the other end; -1: none.</param>
/// <param name="Until">When it reached the other end; equal to <paramref name="At"/> otherwise.</param>
public sealed record TraceLine(TimeSpan At, TraceKind Kind, int Node, int Other, TimeSpan Until, string Text);

public enum TraceKind
{
    Fault,
    Process,
    Membership,
    Slot,
    Run,
    Effect,
    Data,
    Message,
    Log,
    Verdict,
}

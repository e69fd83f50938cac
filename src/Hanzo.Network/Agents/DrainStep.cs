namespace Hanzo.Network.Agents;

/// <summary>How far the draining of a node is.</summary>
/// <param name="ActiveRuns">Under way on the node.</param>
/// <param name="QueuedRuns">Waiting in sessions of the node.</param>
/// <param name="SlotsToMove">Slots still on the node whose next one has their history, too.</param>
/// <param name="SlotsKept">Slots on the node that cannot move: the nodes that they would go to do not have their history.</param>
public sealed record DrainStep(DrainPhase Phase, int ActiveRuns, int QueuedRuns, int SlotsToMove, int SlotsKept)
{
    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);
    public static readonly TimeSpan MaxTimeout = TimeSpan.FromHours(1);

    public bool IsLast => Phase is not DrainPhase.Draining;
}

public enum DrainPhase
{
    Draining,

    /// <summary>Nothing is under way any more, and nothing will be.</summary>
    Drained,

    /// <summary>
    /// Time was up before everything had ended: what is still under way is cut when the node leaves, and goes on elsewhere only where
    /// its history is there, too.
    /// </summary>
    TimedOut,
}

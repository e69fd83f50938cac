namespace Hanzo.Network.Simulation.Checks;

/// <summary>No queue is ever longer than its named bound.</summary>
internal sealed class QueuesStayBounded() : Checker("queues stay bounded")
{
    public override void See(Observation observation)
    {
        if (observation is not QueueMeasured measured) return;
        Judged();
        if (measured.Length > measured.Bound)
            Break(measured.At, $"queue {measured.Queue} of node {measured.Node} held {measured.Length}; its bound is {measured.Bound}");
    }
}

using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Deployment;

/// <summary>How far the draining of this node is.</summary>
internal static class DrainSteps
{
    /// <param name="slots">That live on this node, as its region has them.</param>
    public static DrainStep Look(DirectorySnapshot snapshot, IReadOnlyCollection<string> slots, int active, int queued, bool isLate)
    {
        var self = snapshot.Self?.Description;
        var toMove = self is null ? 0 : slots.Count(slot => CanMove(snapshot, self.NodeId, slot));
        var isDone = self is { Draining: true } && active == 0 && queued == 0 && toMove == 0;
        var phase = isDone ? DrainPhase.Drained : isLate ? DrainPhase.TimedOut : DrainPhase.Draining;
        return new DrainStep(phase, active, queued, toMove, slots.Count - toMove);
    }

    private static bool CanMove(DirectorySnapshot snapshot, string self, string slot) =>
        SlotId.TryParse(slot, out var parsed)
        && snapshot.Agents.TryGetValue(parsed.Agent, out var agent)
        && PlacementPlanner.CandidatesOf(SlotPlan.InputFor(snapshot, agent.Name), agent)
            .Any(node => node != self && snapshot.ShareHistory(self, node));
}

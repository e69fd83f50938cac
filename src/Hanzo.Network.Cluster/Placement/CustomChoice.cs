using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>A placement of the user's, and what it is asked.</summary>
internal sealed record CustomChoice(CustomPlacement Placement, PlacementState State)
{
    /// <summary>Null when the request names none.</summary>
    /// <exception cref="AgentNetworkException">It names one that nobody added.</exception>
    public static CustomChoice? Of(RunRequest request, CustomPlacements placements)
    {
        if (request.CustomPlacement is not { } name) return null;
        var placement = placements.Find(name) ?? throw new AgentNetworkException(
            NetworkError.InvalidRequest, $"placement '{name}' is unknown; allowed: {placements.Allowed}.");
        return new CustomChoice(placement, new PlacementState(request.Input) { Context = request.PlacementContext });
    }
}

using Hanzo.Network.Agents;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Conversations;

/// <summary>How a node was picked for a run's session, as it is kept with the run.</summary>
/// <param name="Slot">Of the session, as <c>math.17</c>.</param>
/// <param name="Strategy">Its name, as requests give it.</param>
public sealed record PlacementNote(string Node, string Slot, string Strategy, string Why)
{
    /// <summary>Characters of <see cref="Why"/>.</summary>
    public const int MaxWhy = 500;

    public static PlacementNote Of(string node, SlotId slot, RunRequest request, string why) => new(
        node, slot.ToString(), request.CustomPlacement ?? PlacementNames.Of(request.Placement), TextLimit.Cut(why, MaxWhy));
}

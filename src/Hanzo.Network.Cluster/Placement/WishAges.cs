using System.Collections.Immutable;
using Hanzo.Network.Agents;

namespace Hanzo.Network.Cluster.Placement;

/// <summary>Since when the coordinator's node has known each wish, by a clock that nobody sets; another coordinator begins anew.</summary>
internal sealed record WishAges
{
    public static readonly WishAges None = new();

    private ImmutableDictionary<SlotId, (string Node, TimeSpan Since)> Known { get; init; } =
        ImmutableDictionary<SlotId, (string Node, TimeSpan Since)>.Empty;

    /// <param name="wishes">All there are now: node id by slot.</param>
    public WishAges Seen(IReadOnlyDictionary<SlotId, string> wishes, TimeSpan now) => new()
    {
        Known = wishes.ToImmutableDictionary(
            wish => wish.Key,
            wish => Known.TryGetValue(wish.Key, out var known) && known.Node == wish.Value ? known : (wish.Value, now)),
    };

    /// <summary>Of a wish that was seen.</summary>
    public TimeSpan SinceOf(SlotId slot) => Known[slot].Since;
}

using System.Collections.Immutable;
using System.Runtime.CompilerServices;

namespace Hanzo.Network.Joining.Roads;

/// <summary>Addresses that somebody has listed.</summary>
public sealed class FixedRoad(string name, ImmutableArray<NodeAddress> addresses) : IContactRoad
{
    public string Name { get; } = name;

    public bool IsConfigured => true;

    public async IAsyncEnumerable<RoadNews> FollowAsync(NodeIdentity self, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await ValueTask.CompletedTask; // all is known at once
        yield return RoadNews.Of(addresses);
    }
}

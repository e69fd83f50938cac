using System.Globalization;
using Hanzo.Network.Placement;

namespace Hanzo.Network.Joining.Roads;

/// <summary>When a road by a server that was lost is tried again. Owned by one actor.</summary>
/// <param name="name">Of one life of a node: others wait for other times, so that they do not all come back at once.</param>
public sealed class RoadRetry(string name)
{
    private int _failures;

    /// <param name="held">How long the road was open this time.</param>
    /// <returns>As <see cref="Backoff.After"/>.</returns>
    public TimeSpan After(TimeSpan held)
    {
        _failures = held > Backoff.Good ? 1 : _failures + 1;
        var chance = NodeRank.Of(string.Create(CultureInfo.InvariantCulture, $"{name} {_failures}"));
        return Backoff.After(_failures, NodeRank.Uniform(chance));
    }
}

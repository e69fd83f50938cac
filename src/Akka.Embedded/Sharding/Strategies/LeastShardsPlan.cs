using System.Collections.Immutable;

namespace Akka.Embedded.Sharding.Strategies;

/// <summary>Which shards leave the fullest regions, so that the counts come to differ by one at most.</summary>
internal static class LeastShardsPlan
{
    /// <param name="regions">The shards of each region, the emptiest region first.</param>
    public static ImmutableSortedSet<string> ToMove(IReadOnlyList<IImmutableList<string>> regions, int absoluteLimit, double relativeLimit)
    {
        var total = regions.Sum(shards => shards.Count);
        if (regions.Count < 2 || total == 0)
            return [];
        var limit = Math.Max(1, Math.Min(absoluteLimit, (int)(relativeLimit * total)));
        var floor = total / regions.Count;
        var needed = regions.Sum(shards => Math.Max(0, floor - shards.Count));
        var tooMany = regions.Sum(shards => Math.Max(0, shards.Count - floor - 1));
        var left = Math.Min(limit, Math.Max(needed, tooMany));
        var moved = ImmutableSortedSet.CreateBuilder<string>(StringComparer.Ordinal);

        // The fullest first; from each what it has above the floor, beginning with its newest shards.
        foreach (var shards in regions.OrderByDescending(shards => shards.Count))
        {
            var spare = Math.Min(left, shards.Count - floor);
            for (var i = 0; i < spare; i++)
                moved.Add(shards[shards.Count - 1 - i]);
            left -= Math.Max(0, spare);
        }

        return moved.ToImmutable();
    }
}

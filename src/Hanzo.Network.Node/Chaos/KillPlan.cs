using System.Collections.Immutable;

namespace Hanzo.Network.Node.Chaos;

/// <summary>One kill of the node that runs a session.</summary>
/// <param name="Number">From 1.</param>
/// <param name="AskedAt">Which node is asked; the remainder by their number counts, here and below.</param>
/// <param name="WatchedAt">At which of the other nodes the run is watched.</param>
/// <param name="After">From the acknowledgement of the run to the kill.</param>
internal sealed record KillMoment(int Number, int AskedAt, int WatchedAt, TimeSpan After);

/// <summary>When and where nodes are killed: the same seed is the same plan.</summary>
internal static class KillPlan
{
    public const int MaxKills = 100_000;
    private const int Choices = 60; // divided by 1 to 6 without remainder: no node is preferred

    /// <param name="latest">No kill comes later after its acknowledgement.</param>
    public static ImmutableArray<KillMoment> Draw(int seed, int kills, TimeSpan latest)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(kills, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(kills, MaxKills);
        var random = new Random(seed);
        var moments = ImmutableArray.CreateBuilder<KillMoment>(kills);
        for (var number = 1; number <= kills; number++)
            moments.Add(new KillMoment(number, random.Next(Choices), random.Next(Choices), latest * random.NextDouble()));
        return moments.MoveToImmutable();
    }
}

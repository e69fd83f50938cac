using System.Collections.Immutable;
using Akka.Embedded.Sharding.Strategies;

namespace Akka.Embedded.Tests.Sharding;

public sealed class LeastShardsPlanTests
{
    [Theory]
    [InlineData(new[] { 0, 3, 3 }, 2)]
    [InlineData(new[] { 0, 2, 2, 2 }, 1)]
    [InlineData(new[] { 1, 5 }, 2)]
    [InlineData(new[] { 1, 1, 4 }, 2)]
    [InlineData(new[] { 1, 2 }, 0)]
    [InlineData(new[] { 2, 2, 3 }, 0)]
    [InlineData(new[] { 5 }, 0)]
    [InlineData(new int[0], 0)]
    public void It_moves_what_makes_the_counts_even_and_no_more(int[] counts, int moved) =>
        LeastShardsPlan.ToMove(Regions(counts), 100, 1).Count.ShouldBe(moved);

    [Fact]
    public void Moving_and_giving_each_to_the_emptiest_ends_with_counts_that_differ_by_one()
    {
        var random = new Random(4);
        for (var round = 0; round < 200; round++)
        {
            var counts = Enumerable.Range(0, random.Next(1, 7)).Select(_ => random.Next(0, 30)).ToArray();
            for (var i = 0; i < 100; i++)
                counts = AfterRound(counts, limit: random.Next(1, 5));
            (counts.Max() - counts.Min()).ShouldBeLessThanOrEqualTo(1, string.Join(' ', counts));
        }
    }

    [Fact]
    public void It_keeps_to_both_limits_and_moves_at_least_one()
    {
        LeastShardsPlan.ToMove(Regions([0, 100]), 7, 1).Count.ShouldBe(7);
        LeastShardsPlan.ToMove(Regions([0, 100]), 1000, 0.1).Count.ShouldBe(10);
        LeastShardsPlan.ToMove(Regions([0, 4]), 0, 0).Count.ShouldBe(1);
    }

    private static int[] AfterRound(int[] counts, int limit)
    {
        var regions = Regions([.. counts.Order()]);
        var moved = LeastShardsPlan.ToMove(regions, limit, 1);
        var left = regions.Select(shards => shards.Count(shard => !moved.Contains(shard))).ToArray();
        foreach (var _ in moved)
            left[Array.IndexOf(left, left.Min())]++;
        return left;
    }

    private static List<IImmutableList<string>> Regions(int[] counts) => counts
        .Select((count, region) => (IImmutableList<string>)Enumerable.Range(0, count).Select(i => $"{region}-{i}").ToImmutableList())
        .ToList();
}

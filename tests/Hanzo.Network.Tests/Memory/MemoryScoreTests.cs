using Hanzo.Network.Memory;

namespace Hanzo.Network.Tests.Memory;

public sealed class MemoryScoreTests
{
    private static readonly DateTimeOffset Now = ManualTime.Start.AddDays(400);
    private static readonly TimeSpan HalfLife = TimeSpan.FromHours(MemoryScore.DefaultHalfLifeHours);

    [Fact]
    public void Recency_falls_by_half_a_percent_an_hour_above_what_stays()
    {
        MemoryScore.DefaultHalfLifeHours.ShouldBe(138.28);
        RecencyAfter(MemoryKind.ShortTerm, TimeSpan.Zero).ShouldBe(1);
        RecencyAfter(MemoryKind.ShortTerm, TimeSpan.FromHours(1)).ShouldBe(0.2 + (0.8 * 0.995), 1e-5);
        RecencyAfter(MemoryKind.ShortTerm, HalfLife).ShouldBe(0.6, 1e-9);
        RecencyAfter(MemoryKind.ShortTerm, TimeSpan.FromDays(3650)).ShouldBe(MemoryScore.LeastRecency, 1e-9);
    }

    [Fact]
    public void What_lasts_fades_ten_times_as_slowly()
    {
        RecencyAfter(MemoryKind.LongTerm, HalfLife * 10).ShouldBe(0.6, 1e-9);
        RecencyAfter(MemoryKind.Reflection, HalfLife * 10).ShouldBe(0.6, 1e-9);
    }

    [Fact]
    public void A_clock_that_went_back_makes_nothing_more_than_new() =>
        RecencyAfter(MemoryKind.ShortTerm, -TimeSpan.FromDays(3)).ShouldBe(1);

    [Fact]
    public void Score_is_relevance_times_recency_times_importance()
    {
        var trait = new MemoryTrait("m", MemoryKind.ShortTerm, 0.5, Now, Now - HalfLife, 0);

        MemoryScore.Of(0.5, trait, Now, HalfLife).ShouldBe(0.5 * 0.6 * 0.75, 1e-9);
        MemoryScore.Of(-0.5, trait, Now, HalfLife).ShouldBe(0);
        MemoryScore.Of(0.5, trait with { Importance = 1 }, Now, HalfLife).ShouldBe(0.5 * 0.6, 1e-9);
    }

    [Fact]
    public void The_worth_least_go_and_of_equal_ones_the_oldest_then_by_id()
    {
        MemoryTrait[] traits =
        [
            Trait("new", hours: 0), Trait("old", hours: 200), Trait("used", hours: 200) with { Uses = 3 },
            Trait("weighty", hours: 200) with { Importance = 1 }, Trait("lasting", hours: 200) with { Kind = MemoryKind.LongTerm },
            Trait("b", hours: 300), Trait("a", hours: 300),
        ];

        MemoryEviction.Choose(traits, 7, Now, HalfLife).ShouldBeEmpty();
        MemoryEviction.Choose(traits, 3, Now, HalfLife).ShouldBe(["a", "b", "old", "weighty"]);
        MemoryEviction.Choose([.. traits.Reverse()], 3, Now, HalfLife).ShouldBe(["a", "b", "old", "weighty"]);
    }

    private static MemoryTrait Trait(string id, int hours) =>
        new(id, MemoryKind.ShortTerm, 0.5, Now.AddHours(-hours), Now.AddHours(-hours), 0);

    private static double RecencyAfter(MemoryKind kind, TimeSpan age) => MemoryScore.Recency(kind, Now - age, Now, HalfLife);
}

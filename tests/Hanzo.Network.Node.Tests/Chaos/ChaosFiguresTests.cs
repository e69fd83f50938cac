using Hanzo.Network.Agents;
using Hanzo.Network.Node.Chaos;

namespace Hanzo.Network.Node.Tests.Chaos;

public sealed class ChaosFiguresTests
{
    [Fact]
    public void The_same_seed_kills_at_the_same_moments_and_another_at_others()
    {
        var plan = KillPlan.Draw(seed: 7, kills: 100, TimeSpan.FromSeconds(2)).ToArray();

        KillPlan.Draw(7, 100, TimeSpan.FromSeconds(2)).SequenceEqual(plan).ShouldBeTrue();
        KillPlan.Draw(8, 100, TimeSpan.FromSeconds(2)).SequenceEqual(plan).ShouldBeFalse();
        plan.Select(moment => moment.Number).ShouldBe(Enumerable.Range(1, 100));
        plan.ShouldAllBe(moment => moment.After >= TimeSpan.Zero && moment.After <= TimeSpan.FromSeconds(2));
        foreach (var third in Enumerable.Range(0, 3))
            plan.ShouldContain(moment => (int)(moment.After.TotalSeconds * 1.5) == third);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(KillPlan.MaxKills + 1)]
    public void A_plan_of_no_kills_or_too_many_is_refused(int kills) =>
        Should.Throw<ArgumentOutOfRangeException>(() => KillPlan.Draw(1, kills, TimeSpan.FromSeconds(1)));

    [Fact]
    public void What_was_still_under_way_at_the_kill_is_no_answer()
    {
        var killed = TimeSpan.FromSeconds(10);
        SeenStep[] before = [Kept(2, 9.0), At(9.9), At(10.05), Kept(3, 12.0)];

        Failover.NextAnswer(before, killed).ShouldBeNull();
        Failover.NextAnswer([.. before, At(10.8), At(11)], killed).ShouldBe(TimeSpan.FromSeconds(0.8));
    }

    [Fact]
    public void What_follows_the_number_of_an_opening_is_an_answer_however_soon_it_comes()
    {
        var killed = TimeSpan.FromSeconds(10);

        Failover.NextAnswer([Kept(2, 9.0), Kept(3, 10.1), Kept(5, 10.2)], killed).ShouldBe(TimeSpan.FromSeconds(0.2));
        Failover.NextAnswer([Kept(2, 9.0), Kept(4, 9.5), Kept(5, 10.2)], killed).ShouldBeNull("the opening was before the kill");
    }

    [Fact]
    public void Of_times_the_one_in_the_middle_and_the_worst_are_told()
    {
        FailoverTimes.Of([]).ShouldBeNull();
        FailoverTimes.Of(Milliseconds(700)).ShouldBe(new FailoverTimes(1, 700, 700));
        FailoverTimes.Of(Milliseconds(900, 100, 300)).ShouldBe(new FailoverTimes(3, 300, 900));
        FailoverTimes.Of(Milliseconds(900, 100, 300, 400)).ShouldBe(new FailoverTimes(4, 350, 900));
    }

    [Fact]
    public void What_was_seen_and_is_gone_or_other_than_it_was_is_lost()
    {
        SeenStep[] seen = [Kept(2, "a"), Kept(3, "b"), Kept(4, "c"), At(0)];

        Acknowledged.Lost("r", seen, [Kept(2, "a"), Kept(3, "b"), Kept(4, "c"), Kept(5, "d")]).ShouldBeEmpty();
        Acknowledged.Lost("r", seen, [Kept(2, "a"), Kept(4, "x")]).ShouldBe(
        [
            "run r: event 3, tool.result, was seen and is lost", "run r: event 4 was seen as tool.result c and is tool.result x",
        ]);
    }

    private static IEnumerable<TimeSpan?> Milliseconds(params int[] times) =>
        times.Select(time => (TimeSpan?)TimeSpan.FromMilliseconds(time)).Append(null);

    private static SeenStep At(double seconds) =>
        new(null, RunEventTypes.ModelDelta, null, "{}", TimeSpan.FromSeconds(seconds));

    private static SeenStep Kept(long sequence, string data) => new(sequence, RunEventTypes.ToolResult, 1, data, TimeSpan.Zero);

    private static SeenStep Kept(long sequence, double seconds) => Kept(sequence, "") with { At = TimeSpan.FromSeconds(seconds) };
}

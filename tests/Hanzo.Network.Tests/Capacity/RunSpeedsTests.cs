using Hanzo.Network.Agents;
using Hanzo.Network.Capacity;

namespace Hanzo.Network.Tests.Capacity;

public sealed class RunSpeedsTests
{
    [Fact]
    public void The_first_runs_count_equally() =>
        Speed(2, 4, 6).ShouldBe(new RunSpeed(Name(0), null, 4, null, 3, ManualTime.Start));

    [Fact]
    public void Later_ones_follow_a_change_within_some_windows()
    {
        var speed = Speed([.. Enumerable.Repeat(10.0, 20), .. Enumerable.Repeat(2.0, 4 * RunSpeeds.Window)]);

        speed.Seconds.ShouldBe(2, 0.2);
        speed.Runs.ShouldBe(RunSpeeds.Window);
    }

    [Fact]
    public void One_odd_run_among_many_changes_little() =>
        Speed([.. Enumerable.Repeat(10.0, 20), 90]).Seconds.ShouldBe(20, 0.001);

    [Fact]
    public void Agents_and_models_are_kept_apart()
    {
        var speeds = RunSpeeds.None.With(Sample(0, 1)).With(Sample(0, 5, "large")).With(Sample(1, 9));

        speeds.All.Select(speed => (speed.Agent, speed.Model, speed.Seconds))
            .ShouldBe([(Name(1), null, 9), (Name(0), "large", 5), (Name(0), null, 1)]);
    }

    [Fact]
    public void Runs_that_did_not_tell_their_tokens_leave_the_rate_as_it_was()
    {
        var speeds = RunSpeeds.None.With(Sample(0, 1) with { TokensPerSecond = 30 }).With(Sample(0, 1))
            .With(Sample(0, 1) with { TokensPerSecond = double.PositiveInfinity });

        speeds.All.ShouldHaveSingleItem().TokensPerSecond.ShouldBe(30);
    }

    [Fact]
    public void A_run_that_took_no_time_counts_as_short_and_not_as_nothing() =>
        Speed(0).Seconds.ShouldBe(RunSpeeds.Shortest.TotalSeconds);

    [Fact]
    public void Of_many_the_newest_are_told_and_kept()
    {
        var speeds = Enumerable.Range(0, RunSpeeds.MaxKept + 20).Aggregate(RunSpeeds.None, (all, number) => all.With(Sample(number, 1)));

        speeds.All.Length.ShouldBe(RunSpeeds.MaxKept);
        speeds.Told.Select(speed => speed.Agent)
            .ShouldBe(Enumerable.Range(RunSpeeds.MaxKept + 20 - RunSpeed.MaxTold, RunSpeed.MaxTold).Reverse().Select(Name));
    }

    [Fact]
    public void A_run_of_an_old_acquaintance_makes_it_the_newest() =>
        RunSpeeds.None.With(Sample(0, 1)).With(Sample(1, 1)).With(Sample(0, 1)).Told.Select(speed => speed.Agent)
            .ShouldBe([Name(0), Name(1)]);

    private static RunSpeed Speed(params double[] seconds) =>
        seconds.Aggregate(RunSpeeds.None, (speeds, took) => speeds.With(Sample(0, took))).All.ShouldHaveSingleItem();

    private static RunSample Sample(int agent, double seconds, string? model = null) =>
        new(Name(agent), model, TimeSpan.FromSeconds(seconds), null, ManualTime.Start);

    private static AgentName Name(int number) => AgentName.Parse($"agent{number}");
}

using Hanzo.Network.Benchmarks.Reports;

namespace Hanzo.Network.Benchmarks.Tests;

public sealed class ComparisonTests
{
    private readonly Comparison _comparison = new();

    [Fact]
    public void A_gate_is_missed_when_the_median_is_worse()
    {
        Measure("entity starts", Unit.PerSecond, embedded: [9, 8, 7], nuget: [10, 10, 10]);

        Goals.Of("entity starts").Select(goal => (goal.IsGate, goal.IsReached(_comparison))).ShouldBe([(true, false), (false, false)]);
    }

    [Fact]
    public void A_target_is_reached_by_the_median_of_the_ratios()
    {
        Measure("remote tell", Unit.PerSecond, embedded: [70, 50, 70], nuget: [10, 10, 10]);

        Goals.Of("remote tell").ShouldAllBe(goal => goal.IsReached(_comparison) == true);
    }

    [Fact]
    public void A_goal_by_another_figure_needs_both()
    {
        var goal = Goals.Of("remote ask at 1, p50").Single(goal => !goal.IsGate);
        Measure("remote ask at 1, p50", Unit.Microseconds, embedded: [50], nuget: []);
        goal.IsReached(_comparison).ShouldBeNull();

        Measure("socket at 1, p50", Unit.Microseconds, embedded: [21], nuget: []);
        goal.IsReached(_comparison).ShouldBe(true);
    }

    [Fact]
    public void A_bare_limit_has_no_goals() => Goals.Of("socket at 1, p50").ShouldBeEmpty();

    [Fact]
    public void Without_the_other_runtime_only_absolute_goals_are_judged()
    {
        Measure("idle entity", Unit.Bytes, embedded: [650], nuget: []);

        var line = ComparisonTable.Lines(_comparison).Last();

        line.ShouldContain("not measured");
        line.ShouldContain("gate ≥ 1 × open; target ≤ 700 pass");
    }

    [Fact]
    public void A_line_that_is_no_figure_is_passed_over() => FigureLines.Read("Build succeeded.").ShouldBeNull();

    private void Measure(string name, Unit unit, double[] embedded, double[] nuget)
    {
        foreach (var value in embedded) _comparison.Add(new Figure(name, value, unit), isEmbedded: true);
        foreach (var value in nuget) _comparison.Add(new Figure(name, value, unit), isEmbedded: false);
    }
}

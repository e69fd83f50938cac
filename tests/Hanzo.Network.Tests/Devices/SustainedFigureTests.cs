using FsCheck;
using FsCheck.Fluent;
using Hanzo.Network.Devices;

namespace Hanzo.Network.Tests.Devices;

public sealed class SustainedFigureTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(200);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void The_first_observation_is_told_at_once() => Told(Observe(8.0)).ShouldBe([8]);

    [Fact]
    public void A_departure_counts_only_after_it_has_lasted_longer_than_a_minute()
    {
        Told(Observe([8.0, .. Enumerable.Repeat(16.0, 61)]))[^1].ShouldBe(8);
        Told(Observe([8.0, .. Enumerable.Repeat(16.0, 62)]))[^1].ShouldBe(16);
    }

    [Fact]
    public void A_departure_begins_anew_after_each_return_and_on_the_other_side()
    {
        Told(Observe([8.0, .. Enumerable.Repeat(16.0, 50), 9.0, .. Enumerable.Repeat(16.0, 50)])).Distinct().ShouldBe([8]);
        Told(Observe([8.0, .. Enumerable.Repeat(16.0, 50), .. Enumerable.Repeat(2.0, 50)])).Distinct().ShouldBe([8]);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(0.0)]
    [InlineData(-3.0)]
    [InlineData(null)]
    public void What_is_no_figure_changes_nothing(double? none)
    {
        SustainedFigure.Unknown.Observe(none, TimeSpan.Zero).Told.ShouldBeNull();
        var known = SustainedFigure.Unknown.Observe(8, TimeSpan.Zero);
        known.Observe(none, TimeSpan.FromHours(1)).ShouldBe(known);
    }

    [Fact]
    public void Jitter_of_a_fifth_never_changes_it() => Prop.ForAll(Levels(), Jitters(600), (level, jitter) =>
        Told(Observe([level, .. jitter.Select(part => level * part)])).Distinct().ShouldBe([level])).Check(Quick);

    [Fact]
    public void A_lasting_change_is_followed_once_within_what_jitter_leaves_unsure() =>
        Prop.ForAll(Levels(), Changes(), Jitters(600), (level, change, jitter) =>
    {
        var after = level * change;
        var told = Told(Observe([level, .. jitter.Take(100).Select(part => level * part), .. jitter.Select(part => after * part)]));

        told.Distinct().Count().ShouldBe(2);
        told[^1].ShouldBe(after, after * 0.1);
    }).Check(Quick);

    private static IEnumerable<SustainedFigure> Observe(params IEnumerable<double> values)
    {
        var (figure, at) = (SustainedFigure.Unknown, TimeSpan.Zero);
        foreach (var value in values)
        {
            yield return figure = figure.Observe(value, at);
            at += Second;
        }
    }

    private static List<double> Told(IEnumerable<SustainedFigure> figures) => [.. figures.Select(figure => figure.Told!.Value)];

    private static Arbitrary<double> Levels() => Gen.Choose(1, 1_000_000).Select(thousandths => thousandths / 1000.0).ToArbitrary();

    /// <summary>Far enough that no jitter of a fifth brings the new level back within the tolerance of the old one.</summary>
    private static Arbitrary<double> Changes() =>
        Gen.OneOf(Gen.Choose(20, 55), Gen.Choose(170, 1000)).Select(percent => percent / 100.0).ToArbitrary();

    private static Arbitrary<double[]> Jitters(int count) =>
        Gen.Choose(800, 1200).Select(thousandths => thousandths / 1000.0).ArrayOf(count).ToArbitrary();
}

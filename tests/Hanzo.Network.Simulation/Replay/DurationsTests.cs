using Hanzo.Network.Simulation.Replay;

namespace Hanzo.Network.Simulation.Tests.Replay;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("10m", 600)]
    [InlineData("90s", 90)]
    [InlineData("1.5h", 5400)]
    [InlineData("250ms", 0.25)]
    [InlineData("1d", 86_400)]
    [InlineData("0s", 0)]
    [InlineData("3m20s", 200)]
    [InlineData("1h0.5s250ms", 3600.75)]
    public void Numbers_with_units_are_a_duration(string text, double seconds)
    {
        Durations.TryParse(text, out var value).ShouldBeTrue();
        value.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    [Theory]
    [InlineData("")]
    [InlineData("10")]
    [InlineData("-1s")]
    [InlineData("1 s")]
    [InlineData("20s3m")]
    [InlineData("3m3m")]
    [InlineData("1s\n")]
    [InlineData("999999999999d")]
    public void Anything_else_is_none(string text) => Durations.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(6_000_000_000, "10m")]
    [InlineData(900_000_000, "90s")]
    [InlineData(0, "0s")]
    [InlineData(12_345_678, "12345678t")]
    public void What_is_written_is_exact_and_read_back(long ticks, string text)
    {
        Durations.Text(TimeSpan.FromTicks(ticks)).ShouldBe(text);
        Durations.TryParse(text, out var value).ShouldBeTrue();
        value.Ticks.ShouldBe(ticks);
    }

    [Theory]
    [InlineData(61.5, "01:01.500")]
    [InlineData(3661.25, "1:01:01.250")]
    [InlineData(90_061, "25:01:01.000")]
    public void A_moment_is_written_as_a_clock_shows_it(double seconds, string text) =>
        Durations.Clock(TimeSpan.FromSeconds(seconds)).ShouldBe(text);
}

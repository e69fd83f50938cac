using Hanzo.Network.Nets.Campaign;

namespace Hanzo.Network.Nets.Tests;

public sealed class NetsProgramTests
{
    [Theory]
    [InlineData("--splits", "0")]
    [InlineData("--leader-splits", "0")]
    [InlineData("--one-way", "-1")]
    [InlineData("--cut", "0")]
    [InlineData("--formations", "many")]
    [InlineData("--crowd", "1")]
    public async Task What_is_not_allowed_is_named(string option, string value)
    {
        var error = new StringWriter();

        (await new NetsProgram(TextWriter.Null, error).RunAsync([option, value])).ShouldBe(2);

        error.ToString().ShouldContain($"'{value}'");
    }

    [Fact]
    public void Of_times_the_middle_the_ninety_fifth_of_a_hundred_and_the_worst_are_told()
    {
        var times = Times.Of(Enumerable.Range(1, 100).Select(number => TimeSpan.FromMilliseconds(number * 10)));

        times.ToString().ShouldBe("median 0.50 s, p95 0.95 s, worst 1.00 s, of 100");
    }
}

using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

public sealed class HybridTimeTests
{
    private static readonly DateTimeOffset At = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void It_follows_the_clock() => HybridTime.Zero.Next(At).At.ShouldBe(At);

    [Fact]
    public void It_never_falls_behind_what_was_heard_of_even_when_the_clock_does()
    {
        var heard = HybridTime.Zero.Next(At.AddHours(1));

        var next = heard.Next(At);

        (next > heard).ShouldBeTrue();
        next.At.ShouldBe(At.AddHours(1));
        next.Next(At.AddHours(2)).At.ShouldBe(At.AddHours(2));
    }

    [Fact]
    public void More_than_the_counter_holds_in_one_millisecond_goes_on_with_the_next()
    {
        var time = HybridTime.Zero.Next(At);
        for (var i = 0; i < 70_000; i++) time = time.Next(At);

        time.At.ShouldBe(At.AddMilliseconds(1));
    }

    [Fact]
    public void Its_text_sorts_as_it_does_and_reads_back()
    {
        var (early, late) = (HybridTime.Zero.Next(At), HybridTime.Zero.Next(At.AddYears(20)));

        string.CompareOrdinal(early.ToString(), late.ToString()).ShouldBeLessThan(0);
        HybridTime.Parse(late.ToString()).ShouldBe(late);
    }

    [Theory]
    [InlineData("")]
    [InlineData("12")]
    [InlineData("ffffffffffffffff")]
    [InlineData("7fffffffffffffff")]
    [InlineData("000000000000000g")]
    public void What_is_no_time_is_refused(string text) => Should.Throw<FormatException>(() => HybridTime.Parse(text));
}

using Hanzo.Network.Node.Client;

namespace Hanzo.Network.Node.Tests.Commands;

public sealed class StreamBreakTests
{
    [Fact]
    public void Two_short_breaks_far_apart_are_not_one_long_one() =>
        StreamBreak.None.Break(At(10)).Open(At(11)).Break(At(100)).Since.ShouldBe(At(100));

    [Fact]
    public void A_stream_that_opens_and_ends_at_once_again_and_again_does_not_go_on() =>
        StreamBreak.None.Break(At(10)).Open(At(20)).Break(At(21)).Open(At(30)).Break(At(31)).Since.ShouldBe(At(10));

    [Fact]
    public void A_stream_that_says_something_goes_on() =>
        StreamBreak.None.Break(At(10)).Open(At(20)).GoOn().Break(At(21)).Since.ShouldBe(At(21));

    private static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);
}

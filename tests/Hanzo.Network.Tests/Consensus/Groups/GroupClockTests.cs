using Hanzo.Network.Consensus.Groups;

namespace Hanzo.Network.Tests.Consensus.Groups;

public sealed class GroupClockTests
{
    private readonly GroupClock _clock = new(TimeSpan.FromMilliseconds(100), 16);

    [Theory]
    [InlineData(99, 99, 0)]
    [InlineData(100, 100, 1)]
    [InlineData(1_050, 1_050, 10)]
    // The machine slept: only the wall clock went on.
    [InlineData(100, 1_000, 10)]
    // The wall clock is set right, by little, back, or by an hour.
    [InlineData(300, 390, 3)]
    [InlineData(300, -5_000, 3)]
    [InlineData(100, 3_600_000, 16)]
    [InlineData(60_000, 60_000, 16)]
    public void Ticks_that_are_due(int monotonic, int wall, int expected)
    {
        Take(0, 0).ShouldBe(0);
        Take(monotonic, wall).ShouldBe(expected);
    }

    [Fact]
    public void What_is_left_of_a_tick_counts_later_and_none_counts_twice()
    {
        Take(0, 0);
        Take(150, 150).ShouldBe(1);
        Take(150, 150).ShouldBe(0);
        Take(200, 200).ShouldBe(1);
        Take(200, 5_000).ShouldBe(16);
        Take(250, 5_050).ShouldBe(0);
    }

    private int Take(int monotonic, int wall) =>
        _clock.Take(TimeSpan.FromMilliseconds(monotonic), DateTimeOffset.UnixEpoch.AddMilliseconds(wall));
}

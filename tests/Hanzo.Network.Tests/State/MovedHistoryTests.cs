using Hanzo.Network.State;

namespace Hanzo.Network.Tests.State;

public sealed class MovedHistoryTests
{
    [Theory]
    [InlineData(0, HistoryPlace.Nowhere)]
    [InlineData(1, HistoryPlace.Here)]
    [InlineData(MovedHistory.Step - 1, HistoryPlace.Here)]
    [InlineData(MovedHistory.Step + 1, HistoryPlace.Leaving)]
    [InlineData((2 * MovedHistory.Step) + 7, HistoryPlace.Moved)]
    [InlineData((3 * MovedHistory.Step) + 7, HistoryPlace.Kept)]
    [InlineData(long.MaxValue, HistoryPlace.Kept)]
    public void The_highest_number_tells_where_a_history_is(long end, HistoryPlace place) =>
        MovedHistory.PlaceOf(end).ShouldBe(place);

    [Theory]
    [InlineData(HistoryPlace.Leaving)]
    [InlineData(HistoryPlace.Moved)]
    [InlineData(HistoryPlace.Kept)]
    public void A_mark_tells_where_the_history_ended(HistoryPlace place)
    {
        foreach (var last in new[] { 1, 42, MovedHistory.Step - 1 })
        {
            var mark = MovedHistory.MarkOf(last, place);
            MovedHistory.PlaceOf(mark).ShouldBe(place);
            MovedHistory.LastOf(mark).ShouldBe(last);
        }
    }

    [Fact]
    public void There_is_no_mark_of_what_is_here_or_has_no_events()
    {
        Should.Throw<ArgumentOutOfRangeException>(() => MovedHistory.MarkOf(1, HistoryPlace.Here));
        Should.Throw<ArgumentOutOfRangeException>(() => MovedHistory.MarkOf(0, HistoryPlace.Leaving));
        Should.Throw<ArgumentOutOfRangeException>(() => MovedHistory.MarkOf(MovedHistory.Step, HistoryPlace.Leaving));
    }
}

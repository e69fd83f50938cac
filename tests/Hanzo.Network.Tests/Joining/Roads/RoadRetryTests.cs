using Hanzo.Network.Joining.Roads;

namespace Hanzo.Network.Tests.Joining.Roads;

public sealed class RoadRetryTests
{
    [Fact]
    public void Pauses_double_up_to_a_minute_and_begin_anew_after_a_good_connection()
    {
        var retry = new RoadRetry("one");
        foreach (var longest in (int[])[1, 2, 4, 8, 16, 32, 60, 60, 60])
            retry.After(TimeSpan.FromSeconds(3)).TotalSeconds.ShouldBeInRange(0.75 * longest, longest);
        retry.After(Backoff.Good + TimeSpan.FromSeconds(1)).TotalSeconds.ShouldBeInRange(0.75, 1);
        retry.After(TimeSpan.Zero).TotalSeconds.ShouldBeInRange(1.5, 2);
    }

    [Fact]
    public void Nodes_come_back_at_different_times()
    {
        var pauses = Enumerable.Range(0, 100).Select(node => new RoadRetry($"node {node}").After(TimeSpan.Zero).TotalSeconds).ToArray();
        pauses.Distinct().Count().ShouldBe(100);
        (pauses.Max() - pauses.Min()).ShouldBeGreaterThan(0.2);
    }
}

using Hanzo.Network.Joining;

namespace Hanzo.Network.Tests.Joining;

/// <summary>Nobody founds before it has listened: a process that gets no time hears nobody, however long it waits by the clock.</summary>
public sealed class ListeningTests
{
    private readonly Decision _decision = new(new JoinState(Nodes.Node("one", "127.0.0.1:5682"), JoinTimings.Default, TimeSpan.Zero)
    {
        ShoutsSince = null, HearsSince = null, SilentRoads = ["dns", "local"],
    });

    [Theory]
    [InlineData(0.01, 0.01, 0.5)]
    [InlineData(0, 0.3, 0.8)]
    [InlineData(0.4, 1.7, 2.2)]
    [InlineData(0, null, 2.5)]
    [InlineData(7, null, 9.5)]
    [InlineData(7, 7.1, 7.6)]
    public void The_margin_counts_from_when_a_node_hears_itself(double shouts, double? hears, double founds)
    {
        _decision.At(0, new JoinInput.RoadReady("dns"));
        _decision.At(0, new JoinInput.RoadReady("local"));

        FoundsAt((shouts, new JoinInput.BroadcastsBegun(Failed: false)), (hears, new JoinInput.OwnBroadcastHeard()))
            .ShouldBe(founds, 0.021);
    }

    [Fact]
    public void Where_broadcasts_cannot_leave_there_is_nothing_to_hear()
    {
        _decision.At(0, new JoinInput.RoadReady("dns"));
        _decision.At(0, new JoinInput.RoadReady("local"));

        FoundsAt((0.2, new JoinInput.BroadcastsBegun(Failed: true))).ShouldBe(0.7, 0.011);
    }

    [Theory]
    [InlineData(0.1, 0.2, 0.5)]
    [InlineData(0.1, 0.9, 0.9)]
    [InlineData(1.2, null, 2)]
    [InlineData(null, null, 2)]
    public void A_road_that_has_said_nothing_holds_back_for_two_seconds_at_most(double? dns, double? local, double founds) =>
        FoundsAt(
            (0, new JoinInput.BroadcastsBegun(Failed: false)),
            (0, new JoinInput.OwnBroadcastHeard()),
            (dns, new JoinInput.RoadReady("dns")),
            (local, new JoinInput.RoadReady("local"))).ShouldBe(founds, 0.021);

    [Fact]
    public void A_silent_road_does_not_hold_back_from_joining()
    {
        _decision.At(0, new JoinInput.BroadcastsBegun(Failed: false));
        var report = new ContactReport { Node = Nodes.Node("two", "127.0.0.1:5681"), Cluster = Nodes.Cluster(3) };
        _decision.At(0.1, new JoinInput.ReportReceived(report, report.Node.Address)).OfType<JoinEffect.Join>().ShouldHaveSingleItem();
    }

    private double FoundsAt(params (double? At, JoinInput Input)[] told)
    {
        foreach (var step in Enumerable.Range(0, 2000))
        {
            var now = step * 0.01;
            var effects = told.Where(input => input.At is { } at && Math.Abs(at - now) < 0.005)
                .SelectMany(input => _decision.At(now, input.Input)).ToArray();
            if (effects.Concat(_decision.At(now, new JoinInput.Tick())).Any(effect => effect is JoinEffect.Found)) return now;
        }

        throw new InvalidOperationException("it founds nothing");
    }
}

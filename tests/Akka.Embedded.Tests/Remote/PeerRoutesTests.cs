using Akka.Embedded.Remoting;
using Akka.Embedded.Runtime;

namespace Akka.Embedded.Tests.Remote;

public sealed class PeerRoutesTests
{
    private static readonly RemoteRoute Own = new("10.0.0.1", 5681);
    private static readonly RemoteRoute Fast = new("10.1.0.1", 5681);
    private static readonly RemoteRoute Third = new("10.2.0.1", 5681);
    private static readonly TimeSpan Now = TimeSpan.FromMinutes(1);

    private readonly PeerRoutes _routes = new(Own);

    [Fact]
    public void Until_others_are_told_there_is_its_own_alone()
    {
        _routes.InOrder(Now).ShouldBe([Own]);
        _routes.NextToMeasure(Now).ShouldBeNull();
        _routes.HasOther(Own, Now).ShouldBeFalse();
    }

    [Fact]
    public void The_fastest_goes_first_then_those_not_measured_then_those_that_failed()
    {
        _routes.Offer([Fast, Third]);
        _routes.InOrder(Now).ShouldBe([Own, Fast, Third]);

        Answer(Own, 20);
        Answer(Fast, 1);
        _routes.InOrder(Now).ShouldBe([Fast, Own, Third]);

        _routes.Failed(Fast, Now, PeerRoutes.ShunFailedFor);
        _routes.InOrder(Now).ShouldBe([Own, Third, Fast]);
        _routes.InOrder(Now + PeerRoutes.ShunFailedFor).ShouldBe([Fast, Own, Third]);
    }

    [Fact]
    public void An_answer_ends_the_shunning_and_a_short_one_does_not_shorten_a_long_one()
    {
        _routes.Offer([Fast]);
        _routes.Failed(Fast, Now, PeerRoutes.ShunStrangerFor);
        _routes.Failed(Fast, Now, PeerRoutes.ShunFailedFor);
        _routes.HasOther(Own, Now + PeerRoutes.ShunFailedFor).ShouldBeFalse();

        Answer(Fast, 1);

        _routes.HasOther(Own, Now).ShouldBeTrue();
    }

    [Fact]
    public void Each_is_measured_three_times_soon_and_then_now_and_then()
    {
        _routes.Offer([Fast]);
        _routes.NextToMeasure(Now)!.Value.Route.ShouldBe(Own);
        Answer(Own, 1);
        _routes.NextToMeasure(Now)!.Value.Route.ShouldBe(Fast);
        Answer(Fast, 1);
        _routes.NextToMeasure(Now).ShouldBeNull();
        _routes.NextToMeasure(Now + PeerRoutes.MeasureSoon).ShouldNotBeNull();

        foreach (var route in new[] { Own, Fast, Own, Fast }) Answer(route, 1);

        _routes.NextToMeasure(Now + PeerRoutes.MeasureSoon).ShouldBeNull();
        _routes.NextToMeasure(Now + PeerRoutes.MeasureEvery).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(20, 1, true)]
    [InlineData(20, 12, false)] // not twice as fast
    [InlineData(2, 0.1, false)] // not worth it
    public void A_connection_is_moved_only_for_one_that_is_much_faster(double own, double other, bool moved)
    {
        _routes.Offer([Fast]);
        for (var count = 0; count < 3; count++)
        {
            _routes.HasMuchFaster(Own, Now).ShouldBeFalse();
            Answer(Own, own);
            Answer(Fast, other);
        }

        _routes.HasMuchFaster(Own, Now).ShouldBe(moved);
        _routes.HasMuchFaster(Fast, Now).ShouldBeFalse();
    }

    [Fact]
    public void One_slow_answer_among_three_moves_nothing()
    {
        _routes.Offer([Fast]);
        for (var count = 0; count < 3; count++)
        {
            Answer(Fast, 1);
            Answer(Own, count == 1 ? 1.5 : 300);
        }

        _routes.HasMuchFaster(Own, Now).ShouldBeFalse();
    }

    [Fact]
    public void What_is_known_of_an_address_stays_while_it_is_told_and_there_are_only_so_many()
    {
        _routes.Offer([Fast, Third]);
        Answer(Fast, 3);

        _routes.Offer([Third, Fast, Own]);
        _routes.States(Fast, Now).Select(state => (state.Route, state.Latency?.TotalMilliseconds, state.InUse))
            .ShouldBe([(Own, null, false), (Third, null, false), (Fast, 3, true)]);
        _routes.Offer([.. Enumerable.Range(1, 50).Select(port => new RemoteRoute("10.9.0.1", port))]);

        _routes.Count.ShouldBe(RemoteRoutes.MaxPerPeer);
        _routes.OfHost("10.9.0.1").ShouldBeNull();
        _routes.OfHost(Own.Host).ShouldBe(Own);
    }

    private void Answer(RemoteRoute route, double milliseconds) => _routes.Answered(route, TimeSpan.FromMilliseconds(milliseconds), Now);
}

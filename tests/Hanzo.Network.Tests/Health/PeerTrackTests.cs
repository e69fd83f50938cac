using Hanzo.Network.Health;

namespace Hanzo.Network.Tests.Health;

public sealed class PeerTrackTests
{
    private static readonly HealthTimings Timings = HealthTimings.Default;
    private PeerTrack _track = PeerTrack.New;

    [Fact]
    public void A_newcomer_is_healthy_as_soon_as_it_is_heard()
    {
        At(0, heard: null).ShouldBe(PeerState.Suspect);
        At(0.1, heard: 0.1).ShouldBe(PeerState.Healthy);
    }

    [Fact]
    public void A_silent_peer_is_suspected_before_it_is_unreachable()
    {
        At(0, heard: 0);
        At(8, heard: 0).ShouldBe(PeerState.Healthy);
        At(8.1, heard: 0).ShouldBe(PeerState.Suspect);
        At(13, heard: 0).ShouldBe(PeerState.Suspect);
        At(13.1, heard: 0).ShouldBe(PeerState.Unreachable);
        At(100, heard: 0).ShouldBe(PeerState.Unreachable);
    }

    [Fact]
    public void A_peer_that_the_cluster_cannot_reach_is_unreachable_at_once()
    {
        At(0, heard: 0);
        At(1, heard: 1, reachable: false).ShouldBe(PeerState.Unreachable);
    }

    [Fact]
    public void A_peer_that_was_lost_must_answer_for_a_while()
    {
        At(0, heard: 0);
        At(9, heard: 0);
        At(10, heard: 10).ShouldBe(PeerState.Suspect);
        At(11.9, heard: 11).ShouldBe(PeerState.Suspect);
        At(12, heard: 12).ShouldBe(PeerState.Healthy);
    }

    [Fact]
    public void One_that_comes_and_goes_is_told_as_flapping_once_until_it_is_steady()
    {
        var states = new List<PeerState>();
        for (var second = 0; second < 100; second += 20)
        {
            states.Add(Steady(second, until: second + 8));
            states.Add(At(second + 19, heard: second + 8));
        }

        states.ShouldBe(
        [
            PeerState.Healthy, PeerState.Suspect, PeerState.Healthy, PeerState.Suspect, PeerState.Healthy, PeerState.Suspect,
            PeerState.Flapping, PeerState.Suspect, PeerState.Flapping, PeerState.Suspect,
        ]);
        Steady(100, until: 129).ShouldBe(PeerState.Flapping);
        Steady(130, until: 131).ShouldBe(PeerState.Healthy);
    }

    [Fact]
    public void Nothing_changes_while_nothing_happens()
    {
        At(0, heard: 0);
        var before = _track;
        At(1, heard: 1);
        _track.ShouldBeSameAs(before);
    }

    [Fact]
    public void A_peer_that_flaps_for_ever_is_remembered_in_a_few_numbers()
    {
        for (var i = 0; i < 1000; i++)
        {
            At(i * 20, heard: i * 20);
            At((i * 20) + 19, heard: i * 20);
        }

        _track.Falls.Length.ShouldBe(8);
    }

    [Theory]
    [InlineData(5, true, 4.4, false)]
    [InlineData(5, true, 4.6, true)]
    [InlineData(5, false, 0.6, true)]
    [InlineData(30, true, 29, false)]
    [InlineData(30, true, 30, true)]
    [InlineData(30, false, 1, true)]
    public void A_healthy_peer_is_checked_each_interval_and_another_each_second(int interval, bool healthy, double after, bool due)
    {
        var track = PeerTrack.New with { State = healthy ? PeerState.Healthy : PeerState.Suspect };
        track.IsCheckDue(TimeSpan.Zero, TimeSpan.FromSeconds(after), new HealthTimings(TimeSpan.FromSeconds(interval))).ShouldBe(due);
    }

    [Fact]
    public void In_production_a_peer_may_be_silent_for_longer()
    {
        var timings = new HealthTimings(TimeSpan.FromSeconds(30));
        (timings.SuspectAfter, timings.UnreachableAfter, timings.FlapWindow).ShouldBe(
            (TimeSpan.FromSeconds(33), TimeSpan.FromSeconds(38), TimeSpan.FromMinutes(6)));
    }

    private PeerState Steady(int from, int until)
    {
        for (var second = from; second < until; second++) At(second, heard: second);
        return At(until, heard: until);
    }

    private PeerState At(double now, double? heard, bool reachable = true)
    {
        TimeSpan? last = heard is { } seconds ? TimeSpan.FromSeconds(seconds) : null;
        _track = _track.At(reachable, last, TimeSpan.FromSeconds(now), Timings);
        return _track.State;
    }
}

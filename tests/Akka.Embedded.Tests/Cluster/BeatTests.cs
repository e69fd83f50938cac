using Akka.Cluster;
using Akka.Embedded.Detection;
using Akka.Embedded.Membership;
using Akka.Embedded.Tests.Support;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster;

public class BeatTests
{
    private static readonly TimeSpan Restless = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Heartbeat = TimeSpan.FromMilliseconds(500);

    private readonly VirtualTime _time = new();
    private readonly HeartbeatMonitor _monitor;

    public BeatTests() => _monitor = new(
        () => new DeadlineFailureDetector(TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1), _time), TimeSpan.FromSeconds(1), _time);

    [Fact]
    public void A_node_that_is_no_member_or_up_and_alone_rests()
    {
        Interval(Gossip.Empty).ShouldBeNull();
        Interval(GossipOf(Member(1)).SeenByAll()).ShouldBeNull();
    }

    [Fact]
    public void Members_that_are_up_and_of_one_mind_need_no_more_than_heartbeats()
    {
        _monitor.SetReceivers([Node(2)]);

        Interval(GossipOf(Member(1), Member(2)).SeenByAll()).ShouldBe(Heartbeat);
    }

    [Theory]
    [InlineData(MemberStatus.Joining)]
    [InlineData(MemberStatus.WeaklyUp)]
    [InlineData(MemberStatus.Leaving)]
    [InlineData(MemberStatus.Exiting)]
    [InlineData(MemberStatus.Down)]
    public void A_member_on_its_way_in_or_out_makes_it_restless(MemberStatus status) =>
        Interval(GossipOf(Member(1), Member(2, status)).SeenByAll()).ShouldBe(Restless);

    [Fact]
    public void A_version_that_somebody_has_not_seen_makes_it_restless() =>
        Interval(GossipOf(Member(1), Member(2)).NextVersion(Node(1))).ShouldBe(Restless);

    [Fact]
    public void A_member_that_anybody_finds_unreachable_makes_it_restless()
    {
        var gossip = GossipOf(Member(1), Member(2), Member(3)).SeenByAll();

        Interval(gossip with { Reachability = Reachability.Empty.Unreachable(Node(2), Node(3)) }).ShouldBe(Restless);
    }

    [Fact]
    public void A_heartbeat_that_is_overdue_makes_it_restless_until_the_next_one()
    {
        var gossip = GossipOf(Member(1), Member(2)).SeenByAll();
        _monitor.SetReceivers([Node(2)]);
        _time.Advance(750);
        Interval(gossip).ShouldBe(Heartbeat);

        _time.Advance(1);
        Interval(gossip).ShouldBe(Restless);

        _monitor.HeartbeatFrom(Node(2));
        Interval(gossip).ShouldBe(Heartbeat);
    }

    private TimeSpan? Interval(Gossip gossip) =>
        new Beat(Restless, Heartbeat).IntervalFor(new MembershipState(Node(1), gossip), _monitor);
}

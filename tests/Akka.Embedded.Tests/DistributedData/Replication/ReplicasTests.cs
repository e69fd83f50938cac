using Akka.Embedded.Tests.Support;
using System.Collections.Immutable;
using Akka.Actor;
using Akka.Cluster;
using Akka.Embedded.Replication;
using Akka.Embedded.Tests.Cluster;
using Akka.Util;

namespace Akka.Embedded.Tests.DistributedData.Replication;

/// <summary>Which members count for what.</summary>
public sealed class ReplicasTests
{
    private readonly VirtualTime _time = new();

    [Fact]
    public void Full_members_vote_weakly_up_ones_only_get_data_and_joining_ones_are_only_known()
    {
        var replicas = Of(Nodes.Member(1), Nodes.Member(2), Weak(3), New(4), Nodes.Member(5, MemberStatus.Leaving));

        replicas.Voters.ShouldBe([Nodes.Node(2), Nodes.Node(5)]);
        replicas.Peers.ShouldBe([Nodes.Node(2), Nodes.Node(3), Nodes.Node(5)]);
        replicas.Knows(Nodes.Node(4)).ShouldBeTrue();
        replicas.Knows(Nodes.Node(4, uid: 2)).ShouldBeFalse();
    }

    [Fact]
    public void Exiting_members_count_but_for_all_and_for_more_than_a_majority()
    {
        var replicas = Of(Nodes.Member(1), Nodes.Member(2), Nodes.Member(3, MemberStatus.Exiting));

        replicas.Voters.Length.ShouldBe(2);
        replicas.VotersThatStay().ShouldBe([Nodes.Node(2)]);
    }

    [Fact]
    public void Only_members_with_the_role_count()
    {
        var replicas = new Replicas(Nodes.Node(1), "data", _time);
        replicas.Apply(Nodes.Member(1, roles: "data"));
        replicas.Apply(Nodes.Member(2, roles: "other")).ShouldBeFalse();
        replicas.Apply(Nodes.Member(3, roles: "data")).ShouldBeTrue();

        replicas.Voters.ShouldBe([Nodes.Node(3)]);
    }

    [Fact]
    public void The_leader_is_the_full_member_with_the_lowest_address()
    {
        Of(Nodes.Member(1), Nodes.Member(2)).IsLeader.ShouldBeTrue();
        Of(Nodes.Member(1, MemberStatus.Exiting), Nodes.Member(2)).IsLeader.ShouldBeFalse();
        new Replicas(Nodes.Node(1), "", _time).IsLeader.ShouldBeFalse();
    }

    [Fact]
    public void The_clock_stands_while_somebody_cannot_be_reached()
    {
        var replicas = Of(Nodes.Member(1), Nodes.Member(2), Nodes.Member(3));
        _time.Advance(TimeSpan.FromSeconds(10));
        replicas.ApplyReachability(Nodes.Node(2), reachable: false);
        replicas.ReachablePeers.ShouldBe([Nodes.Node(3)]);
        _time.Advance(TimeSpan.FromSeconds(100));
        replicas.AllReachableTime.ShouldBe(TimeSpan.FromSeconds(10));
        replicas.ApplyReachability(Nodes.Node(2), reachable: true);
        _time.Advance(TimeSpan.FromSeconds(5));

        replicas.AllReachableTime.ShouldBe(TimeSpan.FromSeconds(15));
        replicas.AllReachable.ShouldBeTrue();
    }

    [Fact]
    public void A_removed_member_is_remembered_and_no_longer_unreachable()
    {
        var replicas = Of(Nodes.Member(1), Nodes.Member(2));
        replicas.ApplyReachability(Nodes.Node(2), reachable: false);
        replicas.Apply(ReplicaWorld.WithStatus(Nodes.Member(2), MemberStatus.Removed));

        replicas.IsRemoved(Nodes.Node(2)).ShouldBeTrue();
        replicas.AllReachable.ShouldBeTrue();
        replicas.Voters.ShouldBeEmpty();
    }

    [Fact]
    public void A_snapshot_replaces_what_was_known()
    {
        var replicas = Of(Nodes.Member(1), Nodes.Member(2));
        var unreachable = Nodes.Member(3);
        replicas.Apply(new ClusterEvent.CurrentClusterState(
            [Nodes.Member(1), unreachable], [unreachable], [], null, ImmutableDictionary<string, Address?>.Empty));

        replicas.Voters.ShouldBe([Nodes.Node(3)]);
        replicas.ReachablePeers.ShouldBeEmpty();
    }

    private static Member New(int port) => new(Nodes.Node(port), Member.NoUpNumber, MemberStatus.Joining, [], AppVersion.Zero);

    private static Member Weak(int port) => new(Nodes.Node(port), Member.NoUpNumber, MemberStatus.WeaklyUp, [], AppVersion.Zero);

    private Replicas Of(params Member[] members)
    {
        var replicas = new Replicas(Nodes.Node(1), "", _time);
        foreach (var member in members)
            replicas.Apply(member);
        return replicas;
    }
}

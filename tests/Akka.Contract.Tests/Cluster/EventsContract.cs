using Akka.Cluster;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Cluster;

public class EventsContract
{
    [Fact]
    public async Task By_default_a_snapshot_comes_first()
    {
        await using var nodes = await ClusterNodes.Formed(2);

        var log = new EventLog(nodes[0]);
        await log.Ready();

        var snapshot = log.All[0].ShouldBeOfType<ClusterEvent.CurrentClusterState>();
        snapshot.Members.Select(m => m.Address).ShouldBe(nodes.All.Select(n => n.SelfAddress), ignoreOrder: true);
    }

    [Fact]
    public async Task On_request_the_past_comes_as_events()
    {
        await using var nodes = await ClusterNodes.Formed(2);

        var log = new EventLog(nodes[0], ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IMemberEvent));
        await Eventually.Is(() => log.All.Count >= 2, "both members are told");

        log.All.ShouldAllBe(e => e is ClusterEvent.MemberUp);
        log.All.Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_newcomer_is_told_step_by_step()
    {
        await using var nodes = await ClusterNodes.Formed(1);
        var log = new EventLog(nodes[0]);
        await log.Ready();
        var newcomer = nodes.Start();

        await newcomer.JoinAsync(nodes[0].SelfAddress, ClusterNodes.Timely());

        await Eventually.Is(() => log.Of(newcomer.SelfAddress).Any(e => e is ClusterEvent.MemberUp), "it is Up");
        log.Of(newcomer.SelfAddress).Select(e => e.GetType().Name).ShouldBe(["MemberJoined", "MemberUp"]);
        var up = log.Of(newcomer.SelfAddress)[1].ShouldBeAssignableTo<ClusterEvent.MemberStatusChange>()!;
        up.Member.UniqueAddress.ShouldBe(newcomer.SelfUniqueAddress);
    }

    [Fact]
    public async Task Only_the_types_that_were_asked_for_are_told()
    {
        await using var nodes = await ClusterNodes.Formed(1);
        var ups = new EventLog(nodes[0], ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.MemberUp));
        var reachability = new EventLog(
            nodes[0], ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.IReachabilityEvent));
        await ups.Ready();
        await reachability.Ready();

        await nodes.Start().JoinAsync(nodes[0].SelfAddress, ClusterNodes.Timely());
        await Eventually.Is(() => ups.All.Count == 2, "the newcomer is told");

        ups.All[1].ShouldBeOfType<ClusterEvent.MemberUp>();
        reachability.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Who_unsubscribes_is_told_no_more()
    {
        await using var nodes = await ClusterNodes.Formed(1);
        var gone = new EventLog(nodes[0], ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.MemberUp));
        await gone.Ready();
        nodes[0].Unsubscribe(gone.Actor);
        var stays = new EventLog(nodes[0], ClusterEvent.SubscriptionInitialStateMode.InitialStateAsSnapshot, typeof(ClusterEvent.MemberUp));
        await stays.Ready();

        await nodes.Start().JoinAsync(nodes[0].SelfAddress, ClusterNodes.Timely());
        await Eventually.Is(() => stays.All.Count == 2, "the newcomer is told");

        gone.All.Count.ShouldBe(1);
    }

    [Fact]
    public async Task The_leader_and_the_leaders_of_roles_are_told()
    {
        await using var nodes = new ClusterNodes();
        var node = nodes.Start("akka.cluster.roles = [worker]");
        var log = new EventLog(node);
        await log.Ready();

        await node.JoinAsync(node.SelfAddress, ClusterNodes.Timely());

        await Eventually.Is(
            () => log.All.OfType<ClusterEvent.LeaderChanged>().Any(e => node.SelfAddress.Equals(e.Leader)), "the leader is told");
        await Eventually.Is(
            () => log.All.OfType<ClusterEvent.RoleLeaderChanged>().Any(e => e.Role == "worker" && node.SelfAddress.Equals(e.Leader)),
            "the leader of the role is told");
    }

    [Fact]
    public async Task The_end_of_the_own_cluster_is_told()
    {
        // Else the system ends at once, and with it actors that have not come to read what they were told.
        await using var nodes = await ClusterNodes.Formed(1, "akka.cluster.run-coordinated-shutdown-when-down = off");
        var log = new EventLog(nodes[0]);
        await log.Ready();

        nodes[0].Down(nodes[0].SelfAddress);

        await Eventually.Is(() => log.All.OfType<ClusterEvent.ClusterShuttingDown>().Any(), "the end is told");
    }

    [Fact]
    public async Task Only_cluster_events_can_be_subscribed_to()
    {
        await using var nodes = await ClusterNodes.Formed(1);

        Should.Throw<ArgumentException>(() => nodes[0].Subscribe(nodes[0].System.DeadLetters, typeof(string)));
    }
}

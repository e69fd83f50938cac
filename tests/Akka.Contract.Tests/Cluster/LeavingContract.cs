using Akka.Actor;
using Akka.Cluster;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Cluster;

public class LeavingContract
{
    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task A_node_that_leaves_is_removed_and_ends_its_system(int index)
    {
        await using var nodes = await ClusterNodes.Formed(3);
        var leaver = nodes[index];
        var observer = nodes[1];
        var events = new EventLog(observer);
        await events.Ready();
        var removed = new TaskCompletionSource();
        leaver.RegisterOnMemberRemoved(() => removed.TrySetResult());

        await leaver.LeaveAsync().WaitAsync(ClusterNodes.Patience);

        leaver.IsTerminated.ShouldBeTrue();
        await removed.Task.WaitAsync(ClusterNodes.Patience);
        await leaver.System.WhenTerminated.WaitAsync(ClusterNodes.Patience);
        await Eventually.Is(() => !observer.Knows(leaver.SelfAddress), "the other no longer knows it");
        await Eventually.Is(() => events.Of(leaver.SelfAddress).Any(e => e is ClusterEvent.MemberRemoved), "the removal is told");
        events.Of(leaver.SelfAddress).Select(e => e.GetType().Name).ShouldBe(["MemberLeft", "MemberExited", "MemberRemoved"]);
        events.Of(leaver.SelfAddress).OfType<ClusterEvent.MemberRemoved>().Single().PreviousStatus.ShouldBe(MemberStatus.Exiting);
    }

    [Fact]
    public async Task A_node_can_be_made_to_leave_by_another()
    {
        await using var nodes = await ClusterNodes.Formed(2);
        var leaver = nodes[1];

        nodes[0].Leave(leaver.SelfAddress);

        await leaver.System.WhenTerminated.WaitAsync(ClusterNodes.Patience);
        await Eventually.Is(() => !nodes[0].Knows(leaver.SelfAddress), "it is removed");
        CoordinatedShutdown.Get(leaver.System).ShutdownReason.ShouldBeOfType<CoordinatedShutdown.ClusterLeavingReason>();
    }

    [Fact]
    public async Task Coordinated_shutdown_leaves_the_cluster()
    {
        await using var nodes = await ClusterNodes.Formed(2);
        var leaver = nodes[1];

        await CoordinatedShutdown.Get(leaver.System).Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(ClusterNodes.Patience);

        leaver.System.WhenTerminated.IsCompleted.ShouldBeTrue();
        await Eventually.Is(() => !nodes[0].Knows(leaver.SelfAddress), "it is removed");
        nodes[0].UpMembers().ShouldBe(1);
    }

    [Fact]
    public async Task Coordinated_shutdown_of_a_node_in_no_cluster_does_not_wait_for_one()
    {
        await using var nodes = new ClusterNodes();
        var node = nodes.Start();

        await CoordinatedShutdown.Get(node.System).Run(CoordinatedShutdown.ClrExitReason.Instance).WaitAsync(TimeSpan.FromSeconds(4));

        node.IsTerminated.ShouldBeTrue();
    }

    [Fact]
    public async Task All_nodes_can_leave_at_the_same_time()
    {
        await using var nodes = await ClusterNodes.Formed(3);

        await Task.WhenAll(nodes.All.Select(n => CoordinatedShutdown.Get(n.System).Run(CoordinatedShutdown.ClusterLeavingReason.Instance)))
            .WaitAsync(TimeSpan.FromSeconds(30));

        nodes.All.ShouldAllBe(n => n.IsTerminated);
    }

    [Fact]
    public async Task Who_has_left_cannot_join_again()
    {
        await using var nodes = await ClusterNodes.Formed(2);
        var leaver = nodes[1];
        await leaver.LeaveAsync().WaitAsync(ClusterNodes.Patience);

        await Should.ThrowAsync<ClusterJoinFailedException>(
            async () => await leaver.JoinAsync(nodes[0].SelfAddress, ClusterNodes.Timely()));
    }

    [Fact]
    public async Task A_callback_for_removal_runs_at_once_when_it_has_happened()
    {
        await using var nodes = await ClusterNodes.Formed(1);
        await nodes[0].LeaveAsync().WaitAsync(ClusterNodes.Patience);
        var called = false;

        nodes[0].RegisterOnMemberRemoved(() => called = true);

        called.ShouldBeTrue();
    }
}

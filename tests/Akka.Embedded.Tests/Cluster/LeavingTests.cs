using Akka.Cluster;
using Akka.Embedded.Membership;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster;

public class LeavingTests
{
    private readonly VirtualCluster _cluster = new();

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void A_leaving_node_is_exiting_then_removed_once_it_confirms(int index)
    {
        var nodes = _cluster.Formed(3);
        var leaver = nodes[index];

        _cluster.Do(nodes[1], m => m.Leave(leaver.Address));
        leaver.Machine.State.Self!.Status.ShouldBe(MemberStatus.Exiting);
        leaver.Effects.OfType<ClusterEffect.BeginExiting>().Count().ShouldBe(1);
        _cluster.Tick();
        nodes[1].Sees.Count().ShouldBe(3);

        _cluster.Do(leaver, m => m.ConfirmExiting());

        leaver.Effects.OfType<ClusterEffect.ShutDown>().Single().Downed.ShouldBeFalse();
        nodes.Except([leaver]).ShouldAllBe(n => n.Sees.Count() == 2);
    }

    [Fact]
    public void The_last_node_can_leave()
    {
        var node = _cluster.Formed(1)[0];

        _cluster.Do(node, m => m.Leave(node.Address));
        _cluster.Do(node, m => m.ConfirmExiting());

        node.Machine.IsShutDown.ShouldBeTrue();
    }

    [Fact]
    public void All_nodes_can_leave_at_once()
    {
        var nodes = _cluster.Formed(3);
        foreach (var node in nodes)
        {
            _cluster.Do(node, m => m.Leave(node.Address));
        }

        foreach (var node in nodes)
        {
            node.Effects.OfType<ClusterEffect.BeginExiting>().Count().ShouldBe(1);
            _cluster.Do(node, m => m.ConfirmExiting());
        }

        nodes.ShouldAllBe(n => n.Machine.IsShutDown);
    }

    [Fact]
    public void An_exiting_node_that_becomes_unreachable_is_removed_without_downing()
    {
        var nodes = _cluster.Formed(3);
        _cluster.Do(nodes[2], m => m.Leave(At(3)));
        _cluster.Crash(3);

        _cluster.Do(nodes[1], m => m.Reap([], [Node(3)]));

        nodes[0].SeesUp(1, 2).ShouldBeTrue();
        nodes[1].SeesUp(1, 2).ShouldBeTrue();
    }
}

using Akka.Cluster;
using Akka.Embedded.Membership;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster;

public class DowningTests
{
    private readonly VirtualCluster _cluster = new();

    [Fact]
    public void An_unreachable_node_stays_a_member_until_it_is_downed()
    {
        var nodes = _cluster.Formed(3);
        _cluster.Crash(3);

        _cluster.Do(nodes[1], m => m.Reap([], [Node(3)]));
        nodes[0].Machine.State.Unreachable().Select(m => m.Address.Port).ShouldBe([3]);
        nodes[0].Sees.Count().ShouldBe(3);

        _cluster.Do(nodes[1], m => m.Down(At(3)));
        nodes[0].SeesUp(1, 2).ShouldBeTrue();
        nodes[1].SeesUp(1, 2).ShouldBeTrue();
    }

    [Fact]
    public void No_newcomer_becomes_up_while_a_member_is_unreachable()
    {
        var nodes = _cluster.Formed(2);
        _cluster.Do(nodes[0], m => m.Reap([], [Node(2)]));

        var newcomer = _cluster.Start(3);
        _cluster.Do(newcomer, m => m.JoinTo(At(1)));
        newcomer.Machine.State.Self!.Status.ShouldBe(MemberStatus.Joining);

        _cluster.Do(nodes[0], m => m.Reap([Node(2)], []));
        newcomer.Machine.State.Self!.Status.ShouldBe(MemberStatus.Up);
    }

    [Fact]
    public void A_newcomer_becomes_weakly_up_when_convergence_is_long_in_coming()
    {
        var nodes = _cluster.Formed(2);
        _cluster.Crash(2);
        _cluster.Do(nodes[0], m => m.Reap([], [Node(2)]));
        var newcomer = _cluster.Start(3);
        _cluster.Do(newcomer, m => m.JoinTo(At(1)));

        _cluster.Tick();
        newcomer.Machine.State.Self!.Status.ShouldBe(MemberStatus.Joining);
        _cluster.Tick(7_000);

        newcomer.Machine.State.Self!.Status.ShouldBe(MemberStatus.WeaklyUp);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    public void A_downed_node_that_is_alive_learns_of_it_and_shuts_down(int count)
    {
        var nodes = _cluster.Formed(count);

        _cluster.Do(nodes[0], m => m.Down(At(2)));

        nodes[1].Effects.OfType<ClusterEffect.ShutDown>().Single().Downed.ShouldBeTrue();
        nodes.Where(n => n != nodes[1]).ShouldAllBe(n => n.Sees.All(s => s.Port != 2));
    }

    [Fact]
    public void A_node_that_downs_itself_tells_the_others()
    {
        var nodes = _cluster.Formed(3);

        _cluster.Do(nodes[0], m => m.Down(At(1)));

        nodes[0].Machine.IsShutDown.ShouldBeTrue();
        nodes[1].SeesUp(2, 3).ShouldBeTrue();
    }

    [Fact]
    public void A_restarted_node_replaces_its_old_incarnation_by_itself()
    {
        var nodes = _cluster.Formed(3);
        _cluster.Crash(3);

        var again = _cluster.Start(3, uid: 2);
        _cluster.Do(again, m => m.JoinTo(At(2)));

        again.SeesUp(1, 2, 3).ShouldBeTrue();
        nodes[0].Machine.State.MemberAt(At(3))!.UniqueAddress.Uid.ShouldBe(2);
    }

    [Fact]
    public void Of_two_incarnations_that_wait_for_the_removal_of_a_third_only_the_last_comes_in()
    {
        var nodes = _cluster.Formed(3);
        _cluster.Crash(2);
        _cluster.Do(nodes[0], m => m.Reap([], [Node(3)]));
        _cluster.Do(_cluster.Start(2, uid: 2), m => m.JoinTo(At(1)));
        _cluster.Do(_cluster.Start(2, uid: 3), m => m.JoinTo(At(1)));
        nodes[0].Machine.State.Members.Keys.ShouldBe([Node(1), Node(2), Node(3)]);

        _cluster.Do(nodes[0], m => m.Reap([Node(3)], []));

        nodes[0].Machine.State.Members.Keys.ShouldBe([Node(1), Node(2, uid: 3), Node(3)]);
        nodes[0].SeesUp(1, 2, 3).ShouldBeTrue();
    }

    [Fact]
    public void A_removed_incarnation_does_not_come_back()
    {
        var nodes = _cluster.Formed(2);
        _cluster.Do(nodes[0], m => m.Down(At(2)));

        _cluster.Do(_cluster.Start(2, uid: 1), m => m.JoinTo(At(1)));

        nodes[0].SeesUp(1).ShouldBeTrue();
        nodes[0].Effects.OfType<ClusterEffect.Log>().ShouldContain(l => l.Warning && l.Text.Contains("must restart"));
    }

    [Fact]
    public void A_node_that_was_held_up_is_confirmed_by_those_who_still_take_it_for_a_member()
    {
        var nodes = _cluster.Formed(3);
        _cluster.Begin(nodes[0], m => m.Receive(new ConfirmMember(Node(3))));
        _cluster.Begin(nodes[0], m => m.Receive(new ConfirmMember(Node(3, uid: 9))));
        _cluster.Crash(3);
        _cluster.Do(nodes[1], m => m.Down(At(3)));
        _cluster.Begin(nodes[0], m => m.Receive(new ConfirmMember(Node(3))));

        nodes[0].Effects.OfType<ClusterEffect.Send>().Count(s => s.Message is MemberConfirmed).ShouldBe(1);
    }

    [Fact]
    public void Two_sides_of_a_healed_partition_agree_again()
    {
        var nodes = _cluster.Formed(4);
        foreach (var (a, b) in new[] { (1, 3), (1, 4), (2, 3), (2, 4) })
        {
            _cluster.Cut(a, b);
        }

        _cluster.Do(nodes[0], m => m.Reap([], [Node(3), Node(4)]));
        _cluster.Do(nodes[2], m => m.Reap([], [Node(1), Node(2)]));
        nodes[1].Machine.State.Leader.ShouldBe(Node(1));
        nodes[3].Machine.State.Leader.ShouldBe(Node(3));

        _cluster.Heal();
        _cluster.Do(nodes[0], m => m.Reap([Node(3), Node(4)], []));
        _cluster.Do(nodes[2], m => m.Reap([Node(1), Node(2)], []));
        for (var i = 0; i < 20; i++)
        {
            _cluster.Tick(1_000);
        }

        nodes.ShouldAllBe(n => n.SeesUp(1, 2, 3, 4) && n.Machine.State.Leader == Node(1) && !n.Machine.State.Unreachable().Any());
    }
}

using Akka.Cluster;
using Akka.Embedded.Membership;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster;

public class FormationTests
{
    private readonly VirtualCluster _cluster = new();

    [Fact]
    public void A_node_that_joins_itself_is_up_at_once()
    {
        var node = _cluster.Formed(1)[0];

        node.SeesUp(1).ShouldBeTrue();
        node.Machine.State.IsLeader.ShouldBeTrue();
    }

    [Fact]
    public void Three_nodes_are_up_without_a_single_tick()
    {
        var nodes = _cluster.Formed(3);

        nodes.ShouldAllBe(n => n.SeesUp(1, 2, 3));
        nodes.ShouldAllBe(n => n.Machine.State.Leader == Node(1));
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void A_larger_cluster_forms_within_a_bounded_number_of_messages(int count)
    {
        var nodes = _cluster.Formed(count);
        for (var i = 0; i < 10; i++)
        {
            _cluster.Tick();
        }

        nodes.ShouldAllBe(n => n.SeesUp(Enumerable.Range(1, count).ToArray()));
        _cluster.Deliveries.ShouldBeLessThan(count * count * 40);
    }

    [Theory]
    [InlineData(1, 2, 3)]
    [InlineData(3, 2, 1)]
    [InlineData(2, 3, 1)]
    [InlineData(2, 1, 3)]
    public void Seeds_may_start_in_any_order_and_need_no_tick(params int[] order)
    {
        var seeds = new[] { At(1), At(2), At(3) };
        foreach (var port in order)
        {
            _cluster.Do(_cluster.Start(port), m => m.JoinSeedNodes(seeds));
        }

        _cluster.Nodes.ShouldAllBe(n => n.SeesUp(1, 2, 3));
    }

    [Fact]
    public void Seeds_that_start_together_need_no_tick()
    {
        var seeds = new[] { At(1), At(2), At(3) };
        var nodes = seeds.Select(s => _cluster.Start(s.Port!.Value)).Reverse().ToList();

        foreach (var node in nodes)
        {
            _cluster.Do(node, m => m.JoinSeedNodes(seeds));
        }

        nodes.ShouldAllBe(n => n.SeesUp(1, 2, 3));
    }

    [Fact]
    public void Only_the_first_seed_founds_and_only_after_the_timeout_when_others_are_silent()
    {
        var seeds = new[] { At(1), At(2) };
        var second = _cluster.Start(2);
        _cluster.Do(second, m => m.JoinSeedNodes(seeds));
        _cluster.Tick(60_000);
        second.Sees.ShouldBeEmpty();
        _cluster.Crash(2);

        var first = _cluster.Start(1);
        _cluster.Do(first, m => m.JoinSeedNodes(seeds));
        _cluster.Tick(4_900);
        first.Sees.ShouldBeEmpty();
        _cluster.Tick(200);
        first.SeesUp(1).ShouldBeTrue();
    }

    [Fact]
    public void The_first_seed_joins_a_cluster_that_runs_already()
    {
        _cluster.Do(_cluster.Start(2), m => m.JoinTo(At(2)));
        var first = _cluster.Start(1);

        _cluster.Do(first, m => m.JoinSeedNodes([At(1), At(2)]));

        first.SeesUp(1, 2).ShouldBeTrue();
    }

    /// <summary>
    /// Both wait while an old life of the address cannot be removed, each at another node; the first has ended by the time it may
    /// come in. It stayed, unreachable, and nobody could join or leave any more.
    /// </summary>
    [Fact]
    public void Of_two_lives_of_an_address_that_are_taken_in_at_once_the_living_one_stays()
    {
        var nodes = _cluster.Formed(3);
        _cluster.Begin(nodes[0], m => m.Receive(new Join(Node(4, 1), [], Akka.Util.AppVersion.Zero)));
        _cluster.Begin(nodes[1], m => m.Receive(new Join(Node(4, 2), [], Akka.Util.AppVersion.Zero)));
        var living = _cluster.Start(4, uid: 2);
        _cluster.Begin(living, m => m.JoinTo(At(2)));

        _cluster.Deliver();
        for (var i = 0; i < 10; i++)
        {
            _cluster.Tick();
        }

        _cluster.Nodes.ShouldAllBe(n => n.SeesUp(1, 2, 3, 4));
        _cluster.Nodes.ShouldAllBe(n => n.Machine.State.Members.ContainsKey(Node(4, 2)));
    }

    [Fact]
    public void Members_stay_joining_until_there_are_enough_of_them()
    {
        var settings = new MembershipSettings { MinNumberOfMembers = 2 };
        var first = _cluster.Start(1, settings: settings);
        _cluster.Do(first, m => m.JoinTo(At(1)));
        first.Sees.ShouldBe([(1, MemberStatus.Joining)]);

        _cluster.Do(_cluster.Start(2, settings: settings), m => m.JoinTo(At(1)));

        _cluster.Nodes.ShouldAllBe(n => n.SeesUp(1, 2));
    }

    [Fact]
    public void A_member_may_not_join_another_cluster()
    {
        _cluster.Formed(1);
        var other = _cluster.Start(2);
        _cluster.Do(other, m => m.JoinTo(At(2)));

        _cluster.Do(other, m => m.JoinTo(At(1)));

        other.SeesUp(2).ShouldBeTrue();
        other.Effects.OfType<ClusterEffect.Log>().ShouldContain(l => l.Text.Contains("ignored"));
    }

    [Fact]
    public void Every_step_of_a_member_is_published()
    {
        var node = _cluster.Formed(1)[0];

        node.Effects.OfType<ClusterEffect.Publish>().Select(p => p.State.Self!.Status).ShouldBe([MemberStatus.Joining, MemberStatus.Up]);
    }

    [Fact]
    public void Two_clusters_that_both_took_a_node_in_do_not_become_one_through_it()
    {
        var cluster = new VirtualCluster();
        var (left, right, between) = (cluster.Start(1), cluster.Start(2), cluster.Start(3));
        cluster.Do(left, m => m.JoinTo(Nodes.At(1)));
        cluster.Do(right, m => m.JoinTo(Nodes.At(2)));
        cluster.Begin(between, m => m.JoinTo(Nodes.At(1)));
        cluster.Deliver(atMost: 1);
        cluster.Cut(1, 3);
        cluster.Deliver();
        left.Sees.Select(seen => seen.Port).ShouldBe([1, 3], "its welcome is lost, and the node tries elsewhere");
        cluster.Do(between, m => m.JoinTo(Nodes.At(2)));
        cluster.Heal();

        for (var i = 0; i < 40; i++) cluster.Tick();

        right.SeesUp(2, 3).ShouldBeTrue();
        between.SeesUp(2, 3).ShouldBeTrue();
        left.Sees.Select(seen => seen.Port).ShouldNotContain(2);
    }
}

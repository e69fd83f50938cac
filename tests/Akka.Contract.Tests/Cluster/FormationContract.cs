using Akka.Actor;
using Akka.Cluster;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Cluster;

public class FormationContract
{
    [Fact]
    public async Task A_node_that_joins_itself_forms_a_cluster()
    {
        await using var nodes = new ClusterNodes();
        var node = nodes.Start();
        node.State.Members.ShouldBeEmpty();
        node.SelfMember.Status.ShouldBe(MemberStatus.Removed);
        node.IsTerminated.ShouldBeFalse();

        await node.JoinAsync(node.SelfAddress, ClusterNodes.Timely());

        await Eventually.Is(() => node.Sees(node.SelfAddress, MemberStatus.Up), "its state shows it Up");
        node.SelfMember.Status.ShouldBe(MemberStatus.Up);
        node.SelfMember.UniqueAddress.ShouldBe(node.SelfUniqueAddress);
        await Eventually.Is(() => node.SelfAddress.Equals(node.State.Leader), "it leads");
    }

    [Fact]
    public async Task Three_nodes_form_a_cluster_led_by_the_lowest_address()
    {
        await using var nodes = await ClusterNodes.Formed(3);
        var lowest = nodes.All.Select(n => n.SelfAddress).Order(Member.AddressOrdering).First();

        await Eventually.Is(() => nodes.All.All(n => lowest.Equals(n.State.Leader)), "all agree on the leader");
        foreach (var node in nodes.All)
        {
            node.State.Members.Select(m => m.Address).ShouldBe(nodes.All.Select(n => n.SelfAddress).Order(Member.AddressOrdering));
            node.State.Unreachable.ShouldBeEmpty();
        }

        await Eventually.Is(() => nodes.All.All(n => n.State.SeenBy.Count == 3), "all have seen the same");
    }

    [Theory]
    [InlineData(0, 1, 2)]
    [InlineData(2, 1, 0)]
    [InlineData(1, 0, 2)]
    public async Task Seeds_may_join_in_any_order(params int[] order)
    {
        await using var nodes = new ClusterNodes();
        var seeds = Enumerable.Range(0, 3).Select(_ => nodes.Start().SelfAddress).ToList();

        await Task.WhenAll(order.Select(i => nodes[i].JoinSeedNodesAsync(seeds, ClusterNodes.Timely())));

        await nodes.AllSee(3);
    }

    [Fact]
    public async Task Who_is_not_first_among_the_seeds_founds_no_cluster()
    {
        await using var nodes = new ClusterNodes();
        var first = nodes.Start().SelfAddress;
        var second = nodes.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));

        await Should.ThrowAsync<ClusterJoinFailedException>(() => second.JoinSeedNodesAsync([first, second.SelfAddress], patience.Token));

        second.State.Members.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_first_seed_joins_the_cluster_of_the_others_if_there_is_one()
    {
        await using var nodes = await ClusterNodes.Formed(2);
        var late = nodes.Start();

        await late.JoinSeedNodesAsync([late.SelfAddress, nodes[0].SelfAddress, nodes[1].SelfAddress], ClusterNodes.Timely());

        await nodes.AllSee(3);
    }

    [Fact]
    public async Task A_join_of_nobody_fails_by_its_token()
    {
        await using var nodes = new ClusterNodes();
        var node = nodes.Start();
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(500));

        await Should.ThrowAsync<ClusterJoinFailedException>(
            () => node.JoinAsync(Address.Parse("akka.tcp://cluster@127.0.0.1:1"), patience.Token));
    }

    [Fact]
    public async Task Roles_are_known_to_all()
    {
        await using var nodes = new ClusterNodes();
        var worker = nodes.Start("akka.cluster.roles = [worker, gpu]");
        var other = nodes.Start("akka.cluster.roles = [other]");
        await worker.JoinAsync(worker.SelfAddress, ClusterNodes.Timely());
        await other.JoinAsync(worker.SelfAddress, ClusterNodes.Timely());
        await nodes.AllSee(2);

        worker.SelfRoles.ShouldBe(["worker", "gpu"], ignoreOrder: true);
        var seen = other.State.Members.Single(m => m.Address.Equals(worker.SelfAddress));
        seen.Roles.ShouldBe(["worker", "gpu"], ignoreOrder: true);
        seen.HasRole("gpu").ShouldBeTrue();
        seen.HasRole("other").ShouldBeFalse();
        await Eventually.Is(() => worker.SelfAddress.Equals(other.State.RoleLeader("worker")), "the role has a leader");
        other.State.RoleLeader("nobody").ShouldBeNull();
        other.State.AllRoles.ShouldBe(["worker", "gpu", "other"], ignoreOrder: true);
    }

    [Fact]
    public async Task The_order_of_age_is_that_of_joining()
    {
        await using var nodes = await ClusterNodes.Formed(3);

        Member Of(int index) => nodes[0].State.Members.Single(m => m.Address.Equals(nodes[index].SelfAddress));
        Of(0).IsOlderThan(Of(1)).ShouldBeTrue();
        Of(1).IsOlderThan(Of(2)).ShouldBeTrue();
        Of(2).IsOlderThan(Of(0)).ShouldBeFalse();
        nodes[0].State.Members.Order(Member.AgeOrdering).ShouldBe([Of(0), Of(1), Of(2)]);
    }

    [Fact]
    public async Task Members_wait_until_there_are_enough()
    {
        await using var nodes = new ClusterNodes();
        var first = nodes.Start("akka.cluster.min-nr-of-members = 2");
        var second = nodes.Start("akka.cluster.min-nr-of-members = 2");
        first.Join(first.SelfAddress);
        await Eventually.Is(() => first.Sees(first.SelfAddress, MemberStatus.Joining), "the first is Joining");

        await second.JoinAsync(first.SelfAddress, ClusterNodes.Timely());

        await nodes.AllSee(2);
    }

    [Fact]
    public async Task They_wait_for_enough_of_a_role_too()
    {
        const string TwoWorkers = "akka.cluster.role.worker.min-nr-of-members = 2\n";
        const string Worker = "akka.cluster.roles = [worker]";
        await using var nodes = new ClusterNodes();
        var first = nodes.Start(TwoWorkers + Worker);
        var idle = nodes.Start(TwoWorkers);
        first.Join(first.SelfAddress);
        idle.Join(first.SelfAddress);
        await Eventually.Is(() => nodes.All.All(n => n.Sees(idle.SelfAddress, MemberStatus.Joining)), "two are Joining");

        await nodes.Start(TwoWorkers + Worker).JoinAsync(first.SelfAddress, ClusterNodes.Timely());

        await nodes.AllSee(3);
    }

    [Fact]
    public async Task The_version_of_each_node_is_known_to_all()
    {
        await using var nodes = await ClusterNodes.Formed(1, "akka.cluster.app-version = \"1.2.3\"");
        var newer = nodes.Start("akka.cluster.app-version = \"1.10.0\"");
        await newer.JoinAsync(nodes[0].SelfAddress, ClusterNodes.Timely());
        await nodes.AllSee(2);

        var seen = nodes[0].State.Members.Single(m => m.Address.Equals(newer.SelfAddress)).AppVersion;
        seen.Version.ShouldBe("1.10.0");
        seen.CompareTo(newer.State.Members.Single(m => m.Address.Equals(nodes[0].SelfAddress)).AppVersion).ShouldBePositive();
        newer.SelfMember.AppVersion.ShouldBe(seen);
    }

    [Fact]
    public async Task Who_is_up_is_told_so_once_and_at_once_if_it_is_already()
    {
        await using var nodes = new ClusterNodes();
        var node = nodes.Start();
        var calls = 0;
        node.RegisterOnMemberUp(() => Interlocked.Increment(ref calls));
        calls.ShouldBe(0);

        await node.JoinAsync(node.SelfAddress, ClusterNodes.Timely());
        await Eventually.Is(() => calls == 1, "the callback ran");

        node.RegisterOnMemberUp(() => Interlocked.Increment(ref calls));
        calls.ShouldBe(2);
    }

    [Fact]
    public async Task Seed_nodes_of_the_configuration_are_joined_by_themselves()
    {
        await using var nodes = await ClusterNodes.Formed(1);

        nodes.Start($"akka.cluster.seed-nodes = [\"{nodes[0].SelfAddress}\"]");

        await nodes.AllSee(2);
    }
}

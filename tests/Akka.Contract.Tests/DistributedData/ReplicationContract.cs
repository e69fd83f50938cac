using Akka.Actor;
using Akka.Cluster;
using Akka.Contract.Tests.Support;
using Akka.DistributedData;

namespace Akka.Contract.Tests.DistributedData;

/// <summary>How data comes to the replicas of other nodes.</summary>
public sealed class ReplicationContract
{
    private const string NoGossip = "akka.cluster.distributed-data.gossip-interval = 10m";
    private static readonly GCounterKey Counter = new("counter");
    private static readonly ORSetKey<string> Names = new("names");

    [Fact]
    public async Task A_local_write_comes_to_all_nodes()
    {
        await using var nodes = await ReplicaNodes.Formed(3);

        await nodes[1].Increment(Counter, 4);

        await Eventually.Is(() => nodes.All.All(n => n.Count(Counter) == 4), "all have the counter");
    }

    [Fact]
    public async Task A_value_without_delta_comes_to_all_nodes()
    {
        await using var nodes = await ReplicaNodes.Formed(3);

        await nodes[1].Extension.UpdateAsync(Names, ORSet<string>.Empty.Add(nodes[1].Node, "anna"), WriteLocal.Instance);
        await nodes[1].Add(Names, "berta");

        await Eventually.Is(() => nodes.All.All(n => n.Elements(Names) == "anna,berta"), "all have both names");
    }

    [Fact]
    public async Task Changes_in_a_row_all_arrive()
    {
        await using var nodes = await ReplicaNodes.Formed(3);

        for (var i = 0; i < 200; i++)
            await nodes[i % 3].Add(Names, $"{i:D3}");
        for (var i = 0; i < 200; i += 2)
            await nodes[i % 3].Remove(Names, $"{i:D3}");

        var odd = string.Join(",", Enumerable.Range(0, 200).Where(i => i % 2 == 1).Select(i => $"{i:D3}"));
        await Eventually.Is(() => nodes.All.All(n => n.Elements(Names) == odd), "all have the odd ones");
    }

    [Fact]
    public async Task A_write_to_all_is_everywhere_when_it_is_confirmed()
    {
        await using var nodes = await ReplicaNodes.Formed(3, NoGossip);

        await nodes[0].Increment(Counter, 4, Replica.Everywhere);

        nodes.All.Select(n => n.Count(Counter)).ShouldAllBe(count => count == 4);
    }

    [Fact]
    public async Task What_a_majority_has_is_read_from_a_majority_on_any_node_which_then_has_it_too()
    {
        await using var nodes = await ReplicaNodes.Formed(3, NoGossip);

        await nodes[0].Increment(Counter, 4, Replica.Majority);

        foreach (var node in nodes.All)
        {
            (await node.Get(Counter, Replica.FromMajority)).Get(Counter).Value.ShouldBe(4UL);
            node.Count(Counter).ShouldBe(4UL);
        }
    }

    [Fact]
    public async Task Reads_of_all_and_of_some_merge_what_the_replicas_have()
    {
        await using var nodes = await ReplicaNodes.Formed(3, NoGossip);
        foreach (var node in nodes.All)
            await node.Increment(Counter);

        (await nodes[0].Get(Counter, Replica.FromAll)).Get(Counter).Value.ShouldBe(3UL);
        (await nodes[1].Get(Counter, new ReadFrom(3, TimeSpan.FromSeconds(5)))).Get(Counter).Value.ShouldBe(3UL);
        (await nodes[2].Get(new GCounterKey("nothing"), Replica.FromAll)).ShouldBeOfType<NotFound>();
    }

    [Fact]
    public async Task Concurrent_updates_of_all_nodes_converge()
    {
        await using var nodes = await ReplicaNodes.Formed(3);

        await Task.WhenAll(nodes.All.SelectMany(n => Enumerable.Range(0, 50).Select(_ => n.Increment(Counter))));
        await Task.WhenAll(nodes.All.Select((n, i) => n.Add(Names, $"node{i}")));

        await Eventually.Is(() => nodes.All.All(n => n.Count(Counter) == 150), "all count 150");
        await Eventually.Is(() => nodes.All.All(n => n.Elements(Names) == "node0,node1,node2"), "all have all names");
    }

    [Fact]
    public async Task Concurrent_writes_to_a_majority_all_succeed()
    {
        await using var nodes = await ReplicaNodes.Formed(3);

        await Task.WhenAll(nodes.All.SelectMany(
            (n, i) => Enumerable.Range(0, 20).Select(k => n.Add(Names, $"{i}{k:D2}", new WriteMajority(ReplicaNodes.Patience)))));

        await Eventually.Is(() => nodes.All.All(n => n.Local(Names)?.Count == 60), "all have 60 names");
    }

    [Fact]
    public async Task A_node_that_joins_late_gets_everything()
    {
        await using var nodes = await ReplicaNodes.Formed(2);
        var keys = Enumerable.Range(0, 60).Select(i => new GCounterKey($"counter-{i}")).ToList();
        foreach (var key in keys)
            await nodes[0].Increment(key);
        await nodes[1].Add(Names, "anna");

        var late = await nodes.Add();

        await Eventually.Is(() => keys.All(key => late.Count(key) == 1) && late.Elements(Names) == "anna", "the newcomer has all");
        await late.Add(Names, "berta");
        await Eventually.Is(() => nodes.All.All(n => n.Elements(Names) == "anna,berta"), "the newcomer's change has come to all");
    }

    /// <summary>Trap 3: a remove takes away what this replica has seen.</summary>
    [Fact]
    public async Task What_was_written_to_all_or_read_from_a_majority_can_be_removed_on_any_node()
    {
        await using var nodes = await ReplicaNodes.Formed(3);
        await nodes[1].Add(Names, "to all", Replica.Everywhere);
        await nodes[1].Add(Names, "to most", Replica.Majority);

        await nodes[2].Remove(Names, "to all");
        await nodes[2].Get(Names, Replica.FromMajority);
        await nodes[2].Remove(Names, "to most");

        await Eventually.Is(() => nodes.All.All(n => n.Local(Names) is { IsEmpty: true }), "both are gone everywhere");
    }

    [Fact]
    public async Task A_remove_of_what_was_not_seen_yet_removes_nothing()
    {
        await using var nodes = await ReplicaNodes.Formed(2);

        await nodes[1].Remove(Names, "anna");
        await nodes[0].Add(Names, "anna", Replica.Everywhere);

        nodes[1].Elements(Names).ShouldBe("anna");
    }

    [Fact]
    public async Task All_replicas_are_counted()
    {
        await using var nodes = await ReplicaNodes.Formed(3);

        nodes.All.Select(n => n.CountReplicas()).ShouldAllBe(count => count == 3);
    }
}

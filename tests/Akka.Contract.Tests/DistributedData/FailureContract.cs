using Akka.Cluster;
using Akka.Contract.Tests.Support;
using Akka.DistributedData;

namespace Akka.Contract.Tests.DistributedData;

/// <summary>Reads, writes and data of nodes that are gone or cut off.</summary>
public sealed class FailureContract
{
    private const string QuickPruning = "akka.cluster.distributed-data { pruning-interval = 300ms, max-pruning-dissemination = 500ms }";
    private static readonly TimeSpan Short = TimeSpan.FromSeconds(2);
    private static readonly GCounterKey Counter = new("counter");

    [Fact]
    public async Task With_one_of_three_dead_a_majority_can_be_had_but_not_all()
    {
        await using var nodes = await ReplicaNodes.Formed(3);
        await nodes.Kill(nodes[2]);

        await nodes[0].Increment(Counter, 1, new WriteMajority(ReplicaNodes.Patience));
        (await nodes[1].Get(Counter, new ReadMajority(ReplicaNodes.Patience))).Get(Counter).Value.ShouldBe(1UL);

        var toAll = await nodes[0].Update(Counter, GCounter.Empty, c => c.Increment(nodes[0].Node), new WriteAll(Short));
        toAll.ShouldBeOfType<UpdateTimeout>();
        (await nodes[0].Get(Counter, new ReadAll(Short))).ShouldBeOfType<GetFailure>();
    }

    [Fact]
    public async Task What_was_not_confirmed_is_written_nevertheless()
    {
        await using var nodes = await ReplicaNodes.Formed(3);
        await nodes.Kill(nodes[2]);

        var answer = await nodes[0].Update(Counter, GCounter.Empty, c => c.Increment(nodes[0].Node, 9), new WriteAll(Short));

        answer.ShouldBeOfType<UpdateTimeout>();
        nodes[0].Count(Counter).ShouldBe(9UL);
        await Eventually.Is(() => nodes[1].Count(Counter) == 9, "the living one has it");
    }

    [Fact]
    public async Task GetAsync_and_UpdateAsync_throw_when_not_enough_replicas_answer()
    {
        await using var nodes = await ReplicaNodes.Formed(2);
        await nodes[0].Increment(Counter);
        await nodes.Kill(nodes[1]);

        await Should.ThrowAsync<TimeoutException>(() => nodes[0].Extension.GetAsync(Counter, new ReadAll(Short)));
        await Should.ThrowAsync<TimeoutException>(() => nodes[0].Extension.UpdateAsync(Counter, GCounter.Empty, new WriteAll(Short)));
    }

    [Fact]
    public async Task Replicas_that_were_cut_off_converge_after_the_heal()
    {
        await using var near = new Relay();
        await using var distant = new Relay();
        await using var nodes = await ReplicaNodes.Formed(1, near.Config());
        var far = await nodes.Add(distant.Config());
        await nodes.AllCount(2);
        await nodes[0].Increment(Counter, 1, Replica.Everywhere);

        near.Cut();
        distant.Cut();
        await Eventually.Is(() => nodes.All.All(n => n.Node.State.Unreachable.Count == 1), "each sees the other as unreachable");
        await nodes[0].Increment(Counter, 10);
        await far.Increment(Counter, 100);
        far.Count(Counter).ShouldBe(101UL);
        near.Heal();
        distant.Heal();

        await Eventually.Is(() => nodes.All.All(n => n.Count(Counter) == 111), "both count 111");
    }

    [Fact]
    public async Task A_removed_node_goes_out_of_the_data_and_what_it_counted_stays()
    {
        await using var nodes = await ReplicaNodes.Formed(3, QuickPruning);
        foreach (var node in nodes.All)
            await node.Increment(Counter, 5, Replica.Everywhere);
        var gone = nodes[2].Node.SelfUniqueAddress;
        nodes[0].Local(Counter)!.ModifiedByNodes.ShouldContain(gone);

        await nodes.Kill(nodes[2]);
        nodes[0].Node.Down(gone.Address);

        await Eventually.Is(() => nodes.All.All(n => !n.Local(Counter)!.ModifiedByNodes.Contains(gone)), "the dead node is pruned");
        nodes.All.Select(n => n.Count(Counter)).ShouldAllBe(count => count == 15);
        await nodes[1].Increment(Counter, 5);
        await Eventually.Is(() => nodes.All.All(n => n.Count(Counter) == 20), "the counter goes on");
    }

    [Fact]
    public async Task A_node_that_leaves_is_no_replica_any_more()
    {
        await using var nodes = await ReplicaNodes.Formed(3);
        var leaving = nodes[2];
        await leaving.Increment(Counter, 5);
        await Eventually.Is(() => nodes[0].Count(Counter) == 5, "the others have its data");

        nodes[0].Node.Leave(leaving.Node.SelfAddress);

        await Eventually.Is(() => nodes[0].CountReplicas() == 2 && nodes[1].CountReplicas() == 2, "two replicas are left");
        await nodes[0].Increment(Counter, 1, Replica.Everywhere);
        nodes[1].Count(Counter).ShouldBe(6UL);
    }
}

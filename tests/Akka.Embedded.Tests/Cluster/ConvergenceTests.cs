using Akka.Cluster;
using Akka.Embedded.Membership;
using static Akka.Embedded.Tests.Cluster.Nodes;

namespace Akka.Embedded.Tests.Cluster;

/// <summary>Whatever the order and the losses: in the end all nodes know the same, and know that all do.</summary>
public class ConvergenceTests
{
    private const int Seeds = 100;

    [Theory]
    [InlineData(3, 0)]
    [InlineData(3, 100)]
    [InlineData(6, 0)]
    [InlineData(6, 200)]
    [InlineData(12, 50)]
    public void Nodes_that_join_at_the_same_time_agree(int count, int loss)
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var cluster = new VirtualCluster(seed, loss);
            var addresses = Enumerable.Range(1, count).Select(At).ToArray();
            foreach (var address in addresses)
            {
                cluster.Begin(cluster.Start(address.Port!.Value), m => m.JoinSeedNodes(addresses));
                cluster.Deliver(atMost: 3);
            }

            cluster.Deliver();
            Agree(cluster, seed, Enumerable.Range(1, count).ToArray());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    public void Joining_leaving_and_downing_at_the_same_time_end_in_agreement(int loss)
    {
        for (ulong seed = 1; seed <= Seeds; seed++)
        {
            var cluster = new VirtualCluster(seed, loss);
            var nodes = cluster.Formed(5);
            for (var i = 0; i < 20; i++)
                cluster.Tick();

            cluster.Begin(nodes[0], m => m.Down(At(4)));
            cluster.Begin(nodes[1], m => m.Leave(At(5)));
            cluster.Begin(cluster.Start(6), m => m.JoinTo(At(3)));
            cluster.Begin(nodes[2], m => m.Reap([], [Node(4)]));
            cluster.Deliver(atMost: 10);
            cluster.Crash(4);
            cluster.Deliver();
            for (var i = 0; i < 40; i++)
            {
                cluster.Tick();
                if (nodes[4].Machine.State.Self?.Status == MemberStatus.Exiting)
                    cluster.Do(nodes[4], m => m.ConfirmExiting());
            }

            cluster.Crash(5);
            cluster.Do(nodes[0], m => m.Reap([], nodes[0].Machine.State.Members.ContainsKey(Node(5)) ? [Node(5)] : []));
            Agree(cluster, seed, 1, 2, 3, 6);
        }
    }

    private static void Agree(VirtualCluster cluster, ulong seed, params int[] up)
    {
        for (var i = 0; i < 200 && !cluster.Nodes.All(n => n.SeesUp(up) && SeenByAll(n)); i++)
            cluster.Tick();

        foreach (var node in cluster.Nodes)
        {
            node.SeesUp(up).ShouldBeTrue($"seed {seed}: {node.Address} sees {string.Join(", ", node.Sees)}");
            SeenByAll(node).ShouldBeTrue($"seed {seed}: {node.Address} has {string.Join(", ", node.Machine.State.Gossip.Seen)}");
        }

        cluster.Nodes.Select(n => n.Machine.State.Leader).Distinct().Count().ShouldBe(1);
        var ages = cluster.Nodes.First().Machine.State.Members.Values.Select(m => m.UpNumber);
        ages.Distinct().Count().ShouldBe(up.Length, $"seed {seed}: each has an age of its own");
    }

    private static bool SeenByAll(VirtualNode node) => node.Machine.State.Gossip.Seen.SetEquals(node.Machine.State.Members.Keys);
}

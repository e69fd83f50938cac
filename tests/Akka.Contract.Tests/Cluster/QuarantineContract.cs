using Akka.Actor;
using Akka.Cluster;
using Akka.Contract.Tests.Support;
using Akka.Remote;

namespace Akka.Contract.Tests.Cluster;

public class QuarantineContract
{
    [Fact]
    public async Task A_node_that_was_removed_while_cut_off_is_told_that_it_is_shut_out()
    {
        await using var near = new Relay();
        await using var far = new Relay();
        await using var nodes = new ClusterNodes();
        foreach (var relay in new[] { near, far })
            await nodes.Start(relay.Config()).JoinAsync(nodes[0].SelfAddress, ClusterNodes.Timely());
        await nodes.AllSee(2);
        var (stays, removed) = (nodes[0], nodes[1]);
        var told = new Listener(removed.System);
        removed.System.EventStream.Subscribe(told.Ref, typeof(ThisActorSystemQuarantinedEvent));

        near.Cut();
        far.Cut();
        await Eventually.Is(() => stays.State.Unreachable.Count == 1, "the other is unreachable");
        stays.Down(removed.SelfAddress);
        await Eventually.Is(() => !stays.Knows(removed.SelfAddress), "it is removed");
        near.Heal();
        far.Heal();

        var quarantined = await told.Await<ThisActorSystemQuarantinedEvent>();
        quarantined.RemoteAddress.ShouldBe(stays.SelfAddress);
        quarantined.LocalAddress.ShouldBe(removed.SelfAddress);
    }
}

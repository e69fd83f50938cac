using Akka.Cluster;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Cluster;

public class WeaklyUpContract
{
    [Fact]
    public async Task A_newcomer_is_let_in_provisionally_while_a_member_is_unreachable_and_for_good_when_that_is_gone()
    {
        await using var nodes = await ClusterNodes.Formed(3, "akka.cluster.allow-weakly-up-members = 1s");
        var dead = nodes[2];
        await nodes.Kill(dead);
        await Eventually.Is(() => nodes.All.All(n => n.State.Unreachable.Count == 1), "it is unreachable");
        var log = new EventLog(nodes[0]);
        await log.Ready();
        var newcomer = nodes.Start("akka.cluster.allow-weakly-up-members = 1s");
        var calls = 0;
        newcomer.RegisterOnMemberUp(() => Interlocked.Increment(ref calls));

        var joining = newcomer.JoinAsync(nodes[0].SelfAddress, ClusterNodes.Timely());
        await Eventually.Is(
            () => nodes.All.All(n => n.Sees(newcomer.SelfAddress, MemberStatus.WeaklyUp)), "all see it provisionally Up");
        newcomer.IsUp.ShouldBeTrue();
        calls.ShouldBe(0);
        joining.IsCompleted.ShouldBeFalse();

        nodes[0].Down(dead.SelfAddress);

        await joining;
        await Eventually.Is(() => calls == 1, "it is told that it is Up");
        await nodes.AllSee(3);
        await Eventually.Is(() => log.Of(newcomer.SelfAddress).Any(e => e is ClusterEvent.MemberUp), "others are told so, too");
        log.Of(newcomer.SelfAddress).Select(e => e.GetType().Name).ShouldBe(["MemberJoined", "MemberWeaklyUp", "MemberUp"]);
    }
}

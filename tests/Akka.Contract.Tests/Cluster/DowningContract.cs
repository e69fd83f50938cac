using Akka.Actor;
using Akka.Cluster;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Cluster;

public class DowningContract
{
    private const string Provider =
        "akka.cluster.downing-provider-class = \"Akka.Contract.Tests.Cluster.EagerDowning, Akka.Contract.Tests\"";

    [Fact]
    public async Task A_downing_provider_of_ones_own_is_made_by_its_name()
    {
        await using var nodes = await ClusterNodes.Formed(1, Provider);

        var provider = nodes[0].DowningProvider.ShouldBeOfType<EagerDowning>();
        provider.DownRemovalMargin.ShouldBe(TimeSpan.FromMilliseconds(123));
    }

    [Fact]
    public async Task Its_actor_downs_who_is_unreachable()
    {
        await using var nodes = await ClusterNodes.Formed(3, Provider);
        var dead = nodes[2];

        await nodes.Kill(dead);

        await Eventually.Is(() => nodes.All.All(n => !n.Knows(dead.SelfAddress)), "it is removed");
        await nodes.AllSee(2);
    }

    [Fact]
    public async Task Without_a_provider_nobody_is_downed_and_there_is_no_margin_that_is_not_set()
    {
        await using var nodes = await ClusterNodes.Formed(1, "akka.cluster.down-removal-margin = off");

        nodes[0].DowningProvider.ShouldBeOfType<NoDowning>();
        nodes[0].DowningProvider.DownRemovalMargin.ShouldBe(TimeSpan.Zero);
    }
}

public sealed class EagerDowning(ActorSystem system, Akka.Cluster.Cluster cluster) : IDowningProvider
{
    public TimeSpan DownRemovalMargin => TimeSpan.FromMilliseconds(123);

    public Props DowningActorProps => Props.Create(() => new Downer(cluster));

    public override string ToString() => system.Name;

    private sealed class Downer : ReceiveActor
    {
        private readonly Akka.Cluster.Cluster _cluster;

        public Downer(Akka.Cluster.Cluster cluster)
        {
            _cluster = cluster;
            Receive<ClusterEvent.UnreachableMember>(e => cluster.Down(e.Member.Address));
            ReceiveAny(_ => { });
        }

        protected override void PreStart() =>
            _cluster.Subscribe(
                Self, ClusterEvent.SubscriptionInitialStateMode.InitialStateAsEvents, typeof(ClusterEvent.IReachabilityEvent));
    }
}

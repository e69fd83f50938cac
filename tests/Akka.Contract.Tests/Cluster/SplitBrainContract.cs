using Akka.Actor;
using Akka.Cluster;
using Akka.Cluster.SBR;
using Akka.Contract.Tests.Support;

namespace Akka.Contract.Tests.Cluster;

/// <summary>Akka's own strategies of downing, with short times.</summary>
public class SplitBrainContract
{
    private const string KeepOldest = "akka.cluster.split-brain-resolver.active-strategy = keep-oldest";

    [Fact]
    public async Task Who_configures_nothing_gets_the_split_brain_resolver()
    {
        var system = ActorSystem.Create(
            "plain",
            """
            akka { actor.provider = cluster, stdout-loglevel = OFF, loglevel = OFF }
            akka.remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 }
            """);

        Akka.Cluster.Cluster.Get(system).DowningProvider.ShouldBeOfType<SplitBrainResolverProvider>();

        await system.Terminate().WaitAsync(ClusterNodes.Patience);
    }

    [Fact]
    public async Task The_majority_removes_who_is_gone_without_leaving()
    {
        await using var nodes = await ClusterNodes.Formed(3, Resolver());
        var dead = nodes[2];

        await nodes.Kill(dead);

        await Eventually.Is(() => nodes.All.All(n => !n.Knows(dead.SelfAddress)), "it is removed");
        await nodes.AllSee(2);
        nodes.All.ShouldAllBe(n => !n.IsTerminated);
    }

    [Fact]
    public async Task Of_two_the_lower_address_goes_on_alone()
    {
        await using var nodes = await ClusterNodes.Formed(2, Resolver());
        var higher = ByAddress(nodes).Last();

        await nodes.Kill(higher);

        await Eventually.Is(() => !nodes[0].Knows(higher.SelfAddress), "it is removed");
        nodes[0].IsUp.ShouldBeTrue();
    }

    [Fact]
    public async Task Of_two_the_higher_address_downs_itself_when_the_lower_is_lost()
    {
        await using var nodes = await ClusterNodes.Formed(2, Resolver());
        var lower = ByAddress(nodes).First();

        await nodes.Kill(lower);

        await nodes[0].System.WhenTerminated.WaitAsync(ClusterNodes.Patience);
        CoordinatedShutdown.Get(nodes[0].System).ShutdownReason.ShouldBeOfType<CoordinatedShutdown.ClusterDowningReason>();
    }

    [Fact]
    public async Task Who_is_down_lives_on_outside_when_it_is_told_so()
    {
        await using var nodes = await ClusterNodes.Formed(2, "akka.cluster.run-coordinated-shutdown-when-down = off\n" + Resolver());
        var downed = nodes[1];

        nodes[0].Down(downed.SelfAddress);

        await Eventually.Is(() => downed.IsTerminated, "its membership ends");
        await Eventually.Is(() => nodes[0].UpMembers() == 1, "it is removed");
        downed.System.WhenTerminated.IsCompleted.ShouldBeFalse();
        CoordinatedShutdown.Get(downed.System).ShutdownReason.ShouldBeNull();
    }

    [Fact]
    public async Task The_oldest_that_is_alone_is_given_up()
    {
        await using var nodes = await ClusterNodes.Formed(3, Resolver(KeepOldest));
        var oldest = nodes[0];

        await nodes.Kill(oldest);

        await Eventually.Is(() => nodes.All.All(n => !n.Knows(oldest.SelfAddress)), "it is removed");
        await nodes.AllSee(2);
    }

    [Fact]
    public async Task Or_all_go_with_it_where_that_is_wanted()
    {
        await using var nodes = await ClusterNodes.Formed(
            3, Resolver($"{KeepOldest}\nakka.cluster.split-brain-resolver.keep-oldest.down-if-alone = off"));

        await nodes.Kill(nodes[0]);

        await Task.WhenAll(nodes.All.Select(n => n.System.WhenTerminated)).WaitAsync(ClusterNodes.Patience);
    }

    [Fact]
    public async Task A_quorum_goes_on_and_fewer_do_not()
    {
        await using var nodes = await ClusterNodes.Formed(
            3, Resolver("akka.cluster.split-brain-resolver { active-strategy = static-quorum, static-quorum.quorum-size = 2 }"));

        await nodes.Kill(nodes[2]);
        await nodes.AllSee(2);
        await nodes.Kill(nodes[1]);

        await nodes[0].System.WhenTerminated.WaitAsync(ClusterNodes.Patience);
    }

    [Fact]
    public async Task Down_all_ends_all()
    {
        await using var nodes = await ClusterNodes.Formed(3, Resolver("akka.cluster.split-brain-resolver.active-strategy = down-all"));

        await nodes.Kill(nodes[2]);

        await Task.WhenAll(nodes.All.Select(n => n.System.WhenTerminated)).WaitAsync(ClusterNodes.Patience);
    }

    [Theory]
    [InlineData("akka.cluster.down-removal-margin = off", 1)]
    [InlineData("akka.cluster.down-removal-margin = 4s", 4)]
    public async Task The_margin_after_a_removal_is_as_long_as_stable_after_unless_it_is_set(string config, int seconds)
    {
        await using var nodes = new ClusterNodes();

        nodes.Start(Resolver(config)).DowningProvider.DownRemovalMargin.ShouldBe(TimeSpan.FromSeconds(seconds));
    }

    private static IEnumerable<Akka.Cluster.Cluster> ByAddress(ClusterNodes nodes) =>
        nodes.All.OrderBy(n => n.SelfAddress, Member.AddressOrdering);

    private static string Resolver(string more = "") => $"""
        akka.cluster.downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
        akka.cluster.split-brain-resolver.stable-after = 1s
        {more}
        """;
}

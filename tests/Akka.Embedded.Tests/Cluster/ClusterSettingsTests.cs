using Akka.Actor;
using Akka.Configuration;
using Akka.Util;

namespace Akka.Embedded.Tests.Cluster;

public class ClusterSettingsTests
{
    [Theory]
    [InlineData("akka.cluster.gossip-interval = 0s", "akka.cluster.gossip-interval is 00:00:00; allowed: more than 0")]
    [InlineData("akka.cluster.min-nr-of-members = 0", "akka.cluster.min-nr-of-members is 0; allowed: 1 and more")]
    [InlineData("akka.cluster.seed-nodes = [\"http://x\"]", "akka.cluster.seed-nodes: 'http://x' is not the address of a node")]
    [InlineData("akka.cluster.downing-provider-class = \"No.Such, Thing\"", "No.Such, Thing")]
    [InlineData("akka.cluster.failure-detector.threshold = 0", "failure-detector.threshold is 0")]
    [InlineData("akka.cluster.failure-detector.implementation-class = \"My.Detector, Mine\"", "My.Detector, Mine")]
    [InlineData(
        "akka.cluster.split-brain-resolver.active-strategy = keep-youngest",
        "active-strategy is 'keep-youngest'; allowed: keep-majority, keep-oldest, static-quorum, down-all")]
    [InlineData("akka.cluster.split-brain-resolver.active-strategy = lease-majority", "'lease-majority'; allowed: keep-majority")]
    [InlineData("akka.cluster.split-brain-resolver.stable-after = 0s", "stable-after is 00:00:00; allowed: more than 0")]
    [InlineData("akka.cluster.split-brain-resolver.active-strategy = static-quorum", "quorum-size is 'undefined'; allowed: 1 and more")]
    public async Task What_is_wrong_fails_the_start_and_is_named(string config, string message)
    {
        var failure = await Should.ThrowAsync<Exception>(async () =>
        {
            var system = Start(config);
            await system.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(10));
        });

        failure.Message.ShouldContain(message);
    }

    [Fact]
    public async Task Off_is_understood_where_it_is_allowed()
    {
        var system = Start(
            "akka.cluster { allow-weakly-up-members = off, down-removal-margin = off, retry-unsuccessful-join-after = off }");
        var settings = Akka.Cluster.Cluster.Get(system).Settings;

        settings.AllowWeaklyUpMembers.ShouldBeNull();
        settings.RetryUnsuccessfulJoinAfter.ShouldBeNull();
        settings.DownRemovalMargin.ShouldBe(TimeSpan.Zero);
        await system.Terminate();
    }

    [Theory]
    [InlineData("1.2.3", "1.2.10", -1)]
    [InlineData("1.2.3", "1.2.3-rc1", 1)]
    [InlineData("1.2", "1.2.0", 0)]
    [InlineData("1.10.0-rc1", "1.10.0-rc2", -1)]
    public void Versions_are_compared_by_their_numbers(string a, string b, int order) =>
        Math.Sign(AppVersion.Create(a).CompareTo(AppVersion.Create(b))).ShouldBe(order);

    [Fact]
    public async Task A_node_that_finds_no_seed_gives_up_when_told_to()
    {
        var system = Start("""
            akka.cluster.seed-nodes = ["akka.tcp://cluster@127.0.0.1:1"]
            akka.cluster.shutdown-after-unsuccessful-join-seed-nodes = 300ms
            """);

        await system.WhenTerminated.WaitAsync(TimeSpan.FromSeconds(20));

        CoordinatedShutdown.Get(system).ShutdownReason.ShouldBeOfType<CoordinatedShutdown.ClusterJoinUnsuccessfulReason>();
    }

    private static ActorSystem Start(string config) =>
        ActorSystem.Create("cluster", ConfigurationFactory.ParseString(config).WithFallback("""
        akka { loglevel = OFF, stdout-loglevel = OFF, actor.provider = cluster, remote.dot-netty.tcp { hostname = "127.0.0.1", port = 0 } }
        """));
}

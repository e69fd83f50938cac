using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Hosting;

/// <summary>Two clusters of one network that were founded apart and come to see each other.</summary>
public sealed class MergeTests(ITestOutputHelper output)
{
    [Fact]
    public async Task The_younger_cluster_rejoins_the_older_with_all_its_nodes_and_a_run_under_way_ends_there()
    {
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        using var model = new GatedChatClient();
        var older = await network.StartAsync("older", n => n.MergeHastily().Configure(options => options.UdpDiscovery = false));
        var younger = await network.StartAsync(
            "younger", n => n.MergeHastily().UseChatClient(model), new Agent { Name = AgentName.Parse("slow") });
        var second = await network.StartAsync("second", n => n.MergeHastily(), BuiltInAgents.Math);
        await younger.Network.WaitForPeersAsync(1).Within(30);
        var run = younger.Network.RunAsync(new RunRequest("hello") { Agent = "slow" });
        await model.NextCall().Within(10);

        older.Hears(younger);

        await Eventually.TrueAsync(() => Notices(younger).Contains("has two clusters"));
        await Eventually.TrueAsync(() => Notices(younger).Contains("was merged into"));
        (await model.NextCall().Within(30)).Release("from the older cluster");

        (await run.Within(30)).Output.ShouldBe("from the older cluster");
        await Eventually.TrueAsync(() => Notices(second).Contains("was merged into"));
        await network.MeetAsync();
        await Eventually.TrueAsync(() => !Notices(older).Contains("has two clusters"));
        (older.ClusterHost.Generations, younger.ClusterHost.Generations, second.ClusterHost.Generations).ShouldBe((1, 2, 2));
    }

    private static string Notices(TestNode node) => string.Join('\n', node.Process.Notices.Current);
}

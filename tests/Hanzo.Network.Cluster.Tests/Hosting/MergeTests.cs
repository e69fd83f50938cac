using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Joining;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Joining;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Hosting;

/// <summary>Two clusters of one network that were founded apart and come to see each other.</summary>
public sealed class MergeTests(ITestOutputHelper output)
{
    private static readonly MergeTimings Hasty = new()
    {
        SettledAfter = TimeSpan.FromSeconds(1), ConfirmFor = TimeSpan.FromSeconds(1), ProbeInterval = TimeSpan.FromMilliseconds(500),
    };

    [Fact]
    public async Task The_younger_cluster_rejoins_the_older_with_all_its_nodes_and_a_run_under_way_ends_there()
    {
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        using var model = new GatedChatClient();
        var older = await network.StartAsync("older", n => Hastily(n).Configure(options => options.UdpDiscovery = false));
        var younger = await network.StartAsync(
            "younger", n => Hastily(n).UseChatClient(model), new Agent { Name = AgentName.Parse("slow") });
        var second = await network.StartAsync("second", n => Hastily(n), BuiltInAgents.Math);
        await younger.Network.WaitForPeersAsync(1).Within(30);
        var run = younger.Network.RunAsync(new RunRequest("hello") { Agent = "slow" });
        await model.NextCall().Within(10);

        Hears(older, younger);

        await Eventually.TrueAsync(() => Notices(younger).Contains("has two clusters"));
        await Eventually.TrueAsync(() => Notices(younger).Contains("was merged into"));
        (await model.NextCall().Within(30)).Release("from the older cluster");

        (await run.Within(30)).Output.ShouldBe("from the older cluster");
        await Eventually.TrueAsync(() => Notices(second).Contains("was merged into"));
        await network.MeetAsync();
        await Eventually.TrueAsync(() => !Notices(older).Contains("has two clusters"));
        (older.ClusterHost.Generations, younger.ClusterHost.Generations, second.ClusterHost.Generations).ShouldBe((1, 2, 2));
    }

    private static INetworkBuilder Hastily(INetworkBuilder network)
    {
        network.Services.AddSingleton(Hasty);
        return network;
    }

    /// <summary>Until now the one had no way to know of the other: as when a cable is plugged in, a first beacon comes through.</summary>
    private static void Hears(TestNode hearer, TestNode shouter)
    {
        var (here, there) = (hearer.Gate.Current!, shouter.Gate.Current!);
        var beacon = new Beacon(there.Identity, JoiningSetup.Of(there.System).Board.Current.Cluster, Reply: false);
        here.System.ActorSelection($"/user/{JoinActor.Name}").Tell(new JoiningProtocol.BeaconHeard(beacon));
    }

    private static string Notices(TestNode node) => string.Join('\n', node.Process.Notices.Current);
}

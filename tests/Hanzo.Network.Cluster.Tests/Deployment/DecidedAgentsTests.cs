using Akka.Actor;
using Hanzo.Network.Adapters;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Consensus;
using Hanzo.Network.Cluster.Deployment;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Tests.Partitions;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Registry.RegistryProtocol;

namespace Hanzo.Network.Cluster.Tests.Deployment;

/// <summary>Deployed agents are decided by the network's group, on real nodes.</summary>
public sealed class DecidedAgentsTests(ITestOutputHelper output) : GroupTestBase(output)
{
    private static readonly AgentName Poet = AgentName.Parse("poet");

    [Fact]
    public async Task Of_two_sides_only_the_one_that_a_person_says_goes_on_changes_an_agent_and_both_read_the_same_afterwards()
    {
        await using var network = new CutOffNetwork(Output) { Extra = (id, builder) => Recording(builder, id) };
        await network.StartAsync(shared: true);
        await VotersAsync(2, network.Older, network.Younger);
        await DeployAsync(network.Older, "first");

        await network.CutAsync();
        var refused = await RefusedAsync(network.Older, "older");
        refused.Error.ShouldBe(NetworkError.Unavailable);
        refused.Message.ShouldStartWith("agent 'poet' was not changed: ");
        refused.Message.ShouldEndWith(" It takes a majority of the group's voters, which are on older, younger.");
        await network.Younger.Network.Nodes.TakeOverAsync().Within(60);
        (await DeployAsync(network.Younger, "second")).ShouldBe(2);
        var decided = SeatOf(network.Younger).Status.Current.Group;
        (await RefusedAsync(network.Older, "older again")).Error.ShouldBe(NetworkError.Unavailable);
        await network.HealAsync();

        foreach (var node in new[] { network.Older, network.Younger }) await ShowsAsync(node, 2, "second");
        // It shows what it is told before it is of the group that decided it: until then it can change nothing.
        await SeatOf(network.Older).Status.WaitAsync(status => status.Group == decided && status.HasLeader).Within(60);
        (await DeployAsync(network.Older, "third")).ShouldBe(3);
    }

    [Fact]
    public async Task A_node_that_was_away_has_the_newest_definition_and_all_of_them_outlive_the_whole_network()
    {
        var (one, two, three) = (await StartAsync("one"), await StartAsync("two"), await StartAsync("three"));
        await VotersAsync(3, one, two, three);
        await DeployAsync(one, "first");
        await three.CrashAsync();
        var began = TimeProvider.System.GetTimestamp();
        await DeployAsync(two, "second");
        Output.WriteLine($"deployed in {TimeProvider.System.GetElapsedTime(began).TotalMilliseconds:0} ms");

        three = await StartAsync("three");
        await ShowsAsync(three, 2, "second");
        foreach (var node in new[] { three, two, one }) await node.CrashAsync();

        (one, two) = (await StartAsync("one"), await StartAsync("two"));
        foreach (var node in new[] { one, two }) await ShowsAsync(node, 2, "second");
        (await DeployAsync(one, "third")).ShouldBe(3);
    }

    [Fact]
    public async Task What_only_nodes_know_is_brought_into_the_group_once()
    {
        var one = await Running.StartAsync("one");
        var put = await one.Gate.Current!.Directory.Ask<object>(new PutAgent(Described("first")), TimeSpan.FromSeconds(20));
        put.ShouldBe(new Done(1));

        var two = await Running.StartAsync("two");
        await Eventually.TrueAsync(async () => await CommittedAsync(two) is not null, TimeSpan.FromSeconds(30));

        (await DeployAsync(two, "second")).ShouldBe(2);
        (await DeployAsync(one, "third")).ShouldBe(3);
        (await CommittedAsync(two))!.Version.ShouldBe(3, "writes of the key: it was brought in, and changed twice");
    }

    [Fact]
    public async Task What_another_group_has_decided_does_not_count_and_is_told()
    {
        var one = await Running.StartAsync("one");
        await DeployAsync(one, "ours");
        var theirs = DeployedAgent.Next(Described("theirs"), 6) with { Group = "00000000000000000000000000" };

        one.Gate.Current!.Directory.Tell(new Committed(theirs, IsAwaited: false));

        await ShowsAsync(one, 8, "ours");
        await Eventually.TrueAsync(async () => await NoticesAsync(one) == 1);
        await DeployAsync(one, "newer");
        await ShowsAsync(one, 9, "newer");
        await Eventually.TrueAsync(async () => await NoticesAsync(one) == 0);
    }

    private static async Task<int> NoticesAsync(TestNode node) => (await node.Network.GetStatusAsync()).Notices.Count(
        notice => notice.StartsWith("agent 'poet' was decided otherwise by another group, as version 7", StringComparison.Ordinal));

    private static Agent Described(string text) => new() { Name = Poet, Description = text };

    private static async Task<long> DeployAsync(TestNode node, string text) =>
        (await node.Network.Agents.DeployAsync(Described(text)).Within(30)).Definition.Deployment!.Version;

    private static Task<AgentNetworkException> RefusedAsync(TestNode node, string text) =>
        Should.ThrowAsync<AgentNetworkException>(() => DeployAsync(node, text));

    private static async Task<Network.Consensus.KeyValues.KeyValueEntry?> CommittedAsync(TestNode node) =>
        await node.Network.Consensus.GetAsync(CommittedCodec.Key(Poet)).Within(30);

    private static Task<DirectorySnapshot> ShowsAsync(TestNode node, long version, string text) => node.Process.Board.WaitAsync(
        s => s.DeployedVersion(Poet) == version && s.DeployedAgent(Poet)?.Description == text, CancellationToken.None).Within(60);

    private Task<TestNode> StartAsync(string id) => Running.StartAsync(id, builder => Recording(builder, id));

    private void Recording(INetworkBuilder builder, string id) => builder.UseSqliteConsensus(FolderOf(id))
        .Configure(options => options.RequestPatience = TimeSpan.FromSeconds(5));
}

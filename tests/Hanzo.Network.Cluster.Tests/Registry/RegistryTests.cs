using Akka.Actor;
using Akka.DistributedData;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Registry;
using Hanzo.Network.Cluster.Tests.Support;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Registry;

/// <summary>What whole nodes share by Distributed Data.</summary>
public sealed class RegistryTests(ITestOutputHelper output)
{
    private static readonly AgentName Poet = AgentName.Parse("poet");

    [Fact]
    public async Task A_deployed_agent_is_known_on_every_node_that_is_or_comes()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");
        var two = await network.StartAsync("two");
        await network.MeetAsync();

        (await PutAsync(one, "first")).Deployment!.Version.ShouldBe(1);
        (await PutAsync(two, "second")).Deployment!.Version.ShouldBe(2);
        var three = await network.StartAsync("three");

        foreach (var node in new[] { one, two, three }) await DescribedAsAsync(node, "second");
    }

    [Fact]
    public async Task An_undeployed_agent_is_gone_everywhere_and_can_be_deployed_again()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");
        var two = await network.StartAsync("two");
        await network.MeetAsync();
        await PutAsync(one, "first");

        await Registry(two).RemoveAgentAsync(Poet, CancellationToken.None).Within(20);
        await Registry(one).RemoveAgentAsync(Poet, CancellationToken.None).Within(20);
        await DescribedAsAsync(one, null);
        await DescribedAsAsync(two, null);

        (await PutAsync(one, "again")).Deployment!.Version.ShouldBe(3);
        await DescribedAsAsync(two, "again");
    }

    [Fact]
    public async Task What_is_deployed_outlives_the_actor_systems_of_the_process()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");
        await PutAsync(one, "first");

        await one.ClusterHost.RestartAsync(CancellationToken.None).Within(30);

        await DescribedAsAsync(one, "first");
        (await PutAsync(one, "second")).Deployment!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_definition_that_is_too_large_is_refused()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");

        var refused = await Should.ThrowAsync<AgentNetworkException>(() => PutAsync(one, new string('x', RegistryKeys.MaxValueBytes)));

        refused.Error.ShouldBe(NetworkError.InvalidRequest);
        refused.Message.ShouldContain("at most 40960");
    }

    [Fact]
    public async Task Of_two_who_deploy_one_name_at_the_same_time_each_has_a_version_of_its_own_or_is_told()
    {
        await using var network = new TestNetwork(output);
        var nodes = new[] { await network.StartAsync("one"), await network.StartAsync("two") };
        await network.MeetAsync();

        var versions = new Dictionary<long, string>();
        for (var round = 0; round < 10; round++)
            foreach (var (version, text) in await Task.WhenAll(nodes.Select(node => TryPutAsync(node, $"{node.Id} {round}"))))
                if (version > 0) versions.TryAdd(version, text).ShouldBeTrue($"version {version}: '{versions[version]}' and '{text}'");

        versions.Count.ShouldBeInRange(10, 20);
        var last = versions.MaxBy(deployed => deployed.Key);
        foreach (var node in nodes)
            (await DescribedAsAsync(node, last.Value)).Deployed.Find(Poet)!.Deployment!.Version.ShouldBe(last.Key);
    }

    [Fact]
    public async Task Loads_of_other_nodes_are_known_and_follow_what_happens_there()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");
        var slow = new Agent { Name = AgentName.Parse("slow") };
        var two = await network.StartAsync("two", n => n.UseChatClient(model), slow);
        await network.MeetAsync();
        await ShowsAsync(one, s => s.Find("two") is { Load: { ActiveRuns: 0, Cpu: 0.1 }, Busy: null });

        var run = one.Network.RunAsync(new RunRequest("a question") { Agent = "slow" });
        var call = await model.NextCall().Within(10);
        await ShowsAsync(one, s => s.Find("two") is { Load.ActiveRuns: 1, Busy.Count: 1 });
        call.Release("an answer");
        await run.Within(10);

        await ShowsAsync(one, s => s.Find("two") is { Load.ActiveRuns: 0, Busy: null });
    }

    [Fact]
    public async Task A_slot_that_was_wished_elsewhere_moves_and_the_wish_ends()
    {
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", BuiltInAgents.Echo);
        var two = await network.StartAsync("two", BuiltInAgents.Echo);
        await network.MeetAsync();
        var run = await one.Network.RunAsync(new RunRequest("hello") { Agent = "echo" }).Within(10);
        var (slot, other) = (run.Session.Slot, run.Node == "one" ? "two" : "one");

        await ShowsAsync(one, s => s.Input.Owners.GetValueOrDefault(slot) == run.Node);

        await Registry(two).WishAsync(slot, other, CancellationToken.None).Within(20);

        // A slot that nobody asks for may rest without an owner on its way.
        await ShowsAsync(one, s => s.Input.Owners.GetValueOrDefault(slot) != run.Node);
        var next = await one.Network.RunAsync(new RunRequest("again") { Session = run.Session }).Within(10);
        next.Node.ShouldBe(other);
        foreach (var node in new[] { one, two })
            await ShowsAsync(node, s => s.Wishes.IsEmpty && s.Input.Owners.GetValueOrDefault(slot) == other);
    }

    [Fact]
    public async Task A_wish_that_cannot_come_true_ends()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Echo);
        await network.StartAsync("two", BuiltInAgents.Echo);
        await network.MeetAsync();
        var run = await one.Network.RunAsync(new RunRequest("hello") { Agent = "echo" }).Within(10);

        var seen = one.Process.Board.WaitAsync(s => s.Wishes.Count == 1, CancellationToken.None);
        await Registry(one).WishAsync(run.Session.Slot, run.Node == "one" ? "two" : "one", CancellationToken.None).Within(20);

        await seen.Within(10);
        await ShowsAsync(one, s => s.Wishes.IsEmpty);
    }

    [Fact]
    public async Task A_node_that_comes_back_under_its_id_is_known_by_what_it_says_now()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");
        var two = await network.StartAsync("two", BuiltInAgents.Echo);
        await network.MeetAsync();
        await two.StopAsync().Within(20);
        await ShowsAsync(one, s => s.Nodes.Count == 1);

        await network.StartAsync("two", BuiltInAgents.Math);

        await ShowsAsync(one, s => s.Agents.Keys.Select(name => name.Value).SequenceEqual(["math"]));
    }

    [Fact]
    public async Task What_a_node_that_left_has_written_is_emptied()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");
        var two = await network.StartAsync("two", BuiltInAgents.Echo);
        await network.MeetAsync();
        string[] keys = ["node/two", "load/two"];
        foreach (var key in keys) await Eventually.TrueAsync(async () => (await ValueAsync(one, key))?.Length > 0);

        await two.StopAsync().Within(20);

        foreach (var key in keys) await Eventually.TrueAsync(async () => await ValueAsync(one, key) == "");
        (await ValueAsync(one, "node/one")).ShouldNotBeNullOrEmpty();
    }

    private static async Task<string?> ValueAsync(TestNode node, string key)
    {
        var register = new LWWRegisterKey<string>(key);
        var replicator = DistributedData.Get(node.Gate.Current!.System).Replicator;
        var answer = await replicator.Ask<IGetResponse>(Dsl.Get(register, ReadLocal.Instance), TimeSpan.FromSeconds(10));
        return answer.IsSuccessful ? answer.Get(register).Value : null;
    }

    private static async Task<Agent> PutAsync(TestNode node, string description) =>
        await Registry(node).PutAgentAsync(new Agent { Name = Poet, Description = description }, CancellationToken.None).Within(20);

    /// <returns>Version 0: it was told that another one did at the same time.</returns>
    private static async Task<(long Version, string Description)> TryPutAsync(TestNode node, string description)
    {
        try
        {
            return ((await PutAsync(node, description)).Deployment!.Version, description);
        }
        catch (AgentNetworkException refused) when (refused.Error is NetworkError.Conflict)
        {
            return (0, description);
        }
    }

    private static Task<DirectorySnapshot> DescribedAsAsync(TestNode node, string? description) =>
        ShowsAsync(node, s => s.Agents.GetValueOrDefault(Poet)?.Description == description);

    private static Task<DirectorySnapshot> ShowsAsync(TestNode node, Func<DirectorySnapshot, bool> condition) =>
        node.Process.Board.WaitAsync(condition, CancellationToken.None).Within(10);

    private static INetworkRegistry Registry(TestNode node) => node.Services.GetRequiredService<INetworkRegistry>();
}

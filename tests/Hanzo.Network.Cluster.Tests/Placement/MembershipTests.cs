using System.Diagnostics;
using System.Threading.Channels;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Placement;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Placement.DirectoryProtocol;

namespace Hanzo.Network.Cluster.Tests.Placement;

[Collection(AloneCollection.Name)]
public sealed class MembershipTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Three_nodes_meet_and_place_runs_in_turn()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Echo);
        await network.StartAsync("two", BuiltInAgents.Echo);
        await network.StartAsync("three", BuiltInAgents.Echo);
        await network.MeetAsync();

        var nodes = new List<string>();
        for (var i = 0; i < 6; i++)
        {
            var request = new RunRequest("hello") { Agent = "echo", Placement = PlacementStrategy.RoundRobin };
            nodes.Add((await one.Network.RunAsync(request).Within(10)).Node);
        }

        nodes.Distinct().Order().ShouldBe(["one", "three", "two"]);
        nodes[..3].ShouldBe(nodes[3..]);
    }

    [Fact]
    public async Task A_node_that_leaves_takes_its_agents_with_it_and_runs_for_them_fail_at_once()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Text);
        var two = await network.StartAsync("two", BuiltInAgents.Math);
        await network.MeetAsync();
        (await one.Network.GetAgentsAsync()).Select(a => a.Definition.Name.Value).ShouldBe(["math", "text"]);
        await one.Network.RunAsync(new RunRequest("What is 1 + 1?") { Agent = "math" }).Within(10);

        var leaving = Stopwatch.StartNew();
        await two.StopAsync().Within(10);
        await one.Process.Board.WaitAsync(s => s.Nodes.Count == 1, CancellationToken.None).Within(10);
        leaving.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(3));

        var failing = Stopwatch.StartNew();
        var refused = await Should.ThrowAsync<AgentNetworkException>(
            () => one.Network.RunAsync(new RunRequest("What is 1 + 1?") { Agent = "math" }).Within(10));
        failing.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(1));
        refused.Error.ShouldBe(NetworkError.NoCandidate);
        refused.Message.ShouldContain("'math'");
        refused.Message.ShouldContain("one: does not offer 'math'");
        refused.Message.ShouldContain("two: left at");
        (await one.Network.GetAgentsAsync()).Select(a => a.Definition.Name.Value).ShouldBe(["text"]);
        (await one.Network.GetStatusAsync()).Peers.ShouldBeEmpty();
    }

    /// <summary>What was sent to its slots before is lost with it, so this is the moment to send it again.</summary>
    [Fact]
    public async Task That_a_lost_node_is_removed_is_told_when_it_is_no_member_any_more()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Echo);
        var two = await network.StartAsync("two", BuiltInAgents.Echo);
        await network.MeetAsync();
        var system = one.Gate.Current!.System;
        var heard = Channel.CreateUnbounded<DirectoryChanged>();
        var listener = system.ActorOf(Props.Create(() => new Listener<DirectoryChanged>(heard.Writer)));
        system.EventStream.Subscribe(listener, typeof(DirectoryChanged)).ShouldBeTrue();

        await two.CrashAsync();

        while (!(await heard.Reader.ReadAsync().AsTask().Within(30)).IsRemoval)
        {
            // What else changes comes before.
        }

        Akka.Cluster.Cluster.Get(system).State.Members.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_agent_nobody_has_ever_offered_is_unknown()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", BuiltInAgents.Text);

        var refused = await Should.ThrowAsync<AgentNetworkException>(
            () => one.Network.RunAsync(new RunRequest("hi") { Agent = "poet" }).Within(10));

        (refused.Error, refused.Message).ShouldBe((NetworkError.UnknownAgent, "agent 'poet' is unknown; known are text."));
    }

    [Fact]
    public async Task A_run_on_a_node_that_leaves_goes_on_where_its_history_is_shared()
    {
        using var model = new GatedChatClient();
        var agent = new Agent { Name = AgentName.Parse("slow") };
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), agent);
        var two = await network.StartAsync("two", n => n.UseChatClient(model), agent);
        await network.MeetAsync();

        var (run, started) = await StartOnAsync(one, "two", model);
        await two.StopAsync().Within(15);
        (await model.NextCall().Within(15)).Release("survived");

        var result = await run.Within(15);
        (result.Id, result.Node, result.Output).ShouldBe((started, "one", "survived"));
    }

    /// <summary>Runs until one is placed where it is wanted.</summary>
    private static async Task<(Task<RunResult> Run, RunId Id)> StartOnAsync(TestNode from, string node, GatedChatClient model)
    {
        while (true)
        {
            var request = new RunRequest("hello") { Agent = "slow", Placement = PlacementStrategy.RoundRobin };
            var started = await from.Network.StartAsync(request).Within(10);
            var call = await model.NextCall().Within(10);
            if (started.Node == node) return (EndAsync(from.Network, started.Id), started.Id);
            call.Release("elsewhere");
        }
    }

    private static async Task<RunResult> EndAsync(IAgentNetwork network, RunId run)
    {
        await foreach (var _ in network.WatchAsync(run)) continue;
        return (await network.GetRunAsync(run))!;
    }
}

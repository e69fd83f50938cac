using System.Collections.Concurrent;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Tests.Deployment;

public sealed class DrainTests(ITestOutputHelper output)
{
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };

    [Fact]
    public async Task A_slot_moves_with_its_sessions_to_the_node_that_was_asked_for()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var (one, two) = await StartAsync(network, model);
        var session = await AskAsync(one, model, new RunRequest("remember 7") { Agent = "slow" });
        var (from, to) = session.Node == "one" ? ("one", "two") : ("two", "one");

        var dryRun = new MigrationRequest(session.Session.ToString(), to) { DryRun = true };
        var planned = await one.Network.Agents.MigrateAsync(dryRun).Within(20);
        var moved = await two.Network.Agents.MigrateAsync(new MigrationRequest(session.Session.Slot.ToString(), to)).Within(40);

        (planned.Status, planned.From, planned.To).ShouldBe((MigrationStatus.Possible, from, to));
        planned.Sessions.ShouldBe([session.Session]);
        (moved.Status, moved.From, moved.To).ShouldBe((MigrationStatus.Moved, from, to));
        var again = await AskAsync(one, model, new RunRequest("what?") { Session = session.Session });
        (again.Node, again.Id.Number).ShouldBe((to, 2L));
    }

    [Fact]
    public async Task A_node_that_is_drained_gives_up_its_slots_and_gets_no_new_sessions()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var (one, two) = await StartAsync(network, model);
        var session = await AskAsync(one, model, new RunRequest("remember 7") { Agent = "slow" });
        var (drained, other) = session.Node == "one" ? (one, two) : (two, one);

        var steps = await DrainAsync(drained, TimeSpan.FromSeconds(60)).Within(70);

        steps[^1].ShouldBe(new DrainStep(DrainPhase.Drained, 0, 0, 0, 0));
        (await other.Network.GetStatusAsync()).Peers[drained.Id].Draining.ShouldBeTrue();
        (await drained.Network.GetStatusAsync()).Draining.ShouldBeTrue();
        (await AskAsync(drained, model, new RunRequest("new") { Agent = "slow" })).Node.ShouldBe(other.Id);
        var again = await AskAsync(other, model, new RunRequest("what?") { Session = session.Session });
        (again.Node, again.Id.Number).ShouldBe((other.Id, 2L));
    }

    [Fact]
    public async Task A_run_whose_history_cannot_move_is_waited_for_until_time_is_up()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output);
        var (one, _) = await StartAsync(network, model);
        var run = one.Network.RunAsync(new RunRequest("long") { Agent = "slow" });
        var call = await model.NextCall().Within(20);
        var host = network.Nodes.Single(node => node.Process.Gauge.Active == 1);

        var late = await DrainAsync(host, TimeSpan.FromSeconds(1)).Within(20);
        (late[^1].Phase, late[^1].ActiveRuns).ShouldBe((DrainPhase.TimedOut, 1));

        var steps = DrainAsync(host, TimeSpan.FromSeconds(60));
        call.Release("done");
        (await run.Within(20)).Output.ShouldBe("done");
        (await steps.Within(70))[^1].Phase.ShouldBe(DrainPhase.Drained);
    }

    [Fact]
    public async Task A_slot_at_work_stays_until_its_call_has_ended_and_then_goes_with_its_history()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var (one, two) = await StartAsync(network, model);
        var (drained, other, run, call) = await BeginAsync(one, two, model);

        var steps = new ConcurrentQueue<DrainStep>();
        var draining = DrainAsync(drained, TimeSpan.FromSeconds(120), steps.Enqueue);
        await Eventually.TrueAsync(() => steps.Contains(new DrainStep(DrainPhase.Draining, 1, 0, 1, 0)));
        call.Release("done");

        var ended = await run.Within(20);
        (ended.Node, ended.Output).ShouldBe((drained.Id, "done"));
        (await draining.Within(120))[^1].ShouldBe(new DrainStep(DrainPhase.Drained, 0, 0, 0, 0));
        var again = await AskAsync(drained, model, new RunRequest("what?") { Session = ended.Session });
        (again.Node, again.Id.Number).ShouldBe((other.Id, 2L));
    }

    [Fact]
    public async Task A_slot_whose_call_does_not_end_goes_before_time_is_up_and_its_run_ends_on_the_next_node()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var (one, two) = await StartAsync(network, model);
        var (drained, other, run, _) = await BeginAsync(one, two, model);

        var draining = DrainAsync(drained, TimeSpan.FromSeconds(20));
        var repeated = await model.NextCall().Within(60);
        await draining.Within(60);
        await drained.StopAsync().Within(60);
        repeated.Release("done");

        var ended = await run.Within(30);
        (ended.Node, ended.Output).ShouldBe((other.Id, "done"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task No_accepted_run_is_lost_though_others_keep_asking_while_a_node_is_drained_and_leaves(bool shared)
    {
        await using var network = new TestNetwork(output) { Journal = shared ? new SharedJournal() : null };
        foreach (var id in new[] { "one", "two", "three" }) await network.StartAsync(id, BuiltInAgents.Math);
        await network.MeetAsync();
        var asked = new ConcurrentBag<RunResult>();
        using var ended = new CancellationTokenSource();
        var callers = Enumerable.Range(0, 6).Select(n => KeepAskingAsync(network.Nodes[n % 2], asked, ended.Token)).ToArray();
        await Eventually.TrueAsync(() => asked.Any(run => run.Node == "three"), TimeSpan.FromSeconds(30));

        var steps = await DrainAsync(network.Nodes[2], TimeSpan.FromSeconds(60)).Within(70);
        await network.Nodes[2].StopAsync().Within(60);
        var done = asked.Count;
        await Eventually.TrueAsync(() => asked.Count >= done + 20, TimeSpan.FromSeconds(30));
        await ended.CancelAsync();
        await Task.WhenAll(callers).Within(60);

        steps[^1].Phase.ShouldBe(DrainPhase.Drained);
        asked.ShouldAllBe(run => run.Status == RunStatus.Completed);
        output.WriteLine($"{asked.Count} runs, {asked.Count(run => run.Node == "three")} of them on the node that was drained");
    }

    [Fact]
    public async Task A_node_that_has_been_drained_accepts_no_run_not_even_of_a_session_that_it_still_has()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output);
        var (one, two) = await StartAsync(network, model);
        var run = await AskAsync(one, model, new RunRequest("remember 7") { Agent = "slow" });
        var (drained, other) = run.Node == "one" ? (one, two) : (two, one);

        (await DrainAsync(drained, TimeSpan.FromSeconds(60)).Within(70))[^1].ShouldBe(new DrainStep(DrainPhase.Drained, 0, 0, 0, 1));

        var request = new RunStart(new WireEnvelope("again"), run.Session, "again", "again?", "", Continues: true);
        await Should.ThrowAsync<AskTimeoutException>(
            () => other.Gate.Current!.Region.Ask<object>(request, TimeSpan.FromSeconds(2)).Within(20));
        var lost = other.Network.StartAsync(new RunRequest("what?") { Session = run.Session });
        await drained.StopAsync().Within(60);
        (await Should.ThrowAsync<AgentNetworkException>(() => lost.Within(50))).Error.ShouldBe(NetworkError.UnknownSession);
    }

    [Fact]
    public async Task A_drain_goes_on_in_the_nodes_next_actor_system()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var (one, two) = await StartAsync(network, model);
        var run = await one.Network.StartAsync(new RunRequest("long") { Agent = "slow" }).Within(20);
        await model.NextCall().Within(20);
        var (drained, other) = one.Process.Gauge.Active == 1 ? (one, two) : (two, one);
        var steps = DrainAsync(drained, TimeSpan.FromSeconds(120));
        await Eventually.TrueAsync(() => drained.Process.IsDraining);

        await drained.ClusterHost.RestartAsync(CancellationToken.None).Within(60);

        var seen = await steps.Within(90);
        (seen[0].ActiveRuns, seen[^1]).ShouldBe((1, new DrainStep(DrainPhase.Drained, 0, 0, 0, 0)));
        drained.ClusterHost.Generations.ShouldBe(2);
        (await other.Network.GetRunAsync(run.Id).Within(20)).ShouldNotBeNull();
        (await model.NextCall().Within(30)).Release("done");
        await Eventually.TrueAsync(async () => (await other.Network.GetRunAsync(run.Id))?.Output == "done");
        (await AskAsync(other, model, new RunRequest("new") { Agent = "slow" })).Node.ShouldBe(other.Id);
    }

    [Fact]
    public async Task A_time_out_of_range_is_refused()
    {
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one");

        foreach (var longest in new[] { TimeSpan.FromSeconds(-1), DrainStep.MaxTimeout + TimeSpan.FromSeconds(1) })
        {
            var refused = await Should.ThrowAsync<AgentNetworkException>(() => DrainAsync(one, longest));
            refused.Message.ShouldContain("it must be 0 to 3600 s");
        }

        one.Process.IsDraining.ShouldBeFalse();
    }

    private static async Task<(TestNode One, TestNode Two)> StartAsync(TestNetwork network, GatedChatClient model)
    {
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Slow);
        var two = await network.StartAsync("two", n => n.UseChatClient(model), Slow);
        await network.MeetAsync();
        return (one, two);
    }

    /// <summary>A run whose model call is under way on the node to drain; the other node waits for it.</summary>
    private static async Task<(TestNode Drained, TestNode Other, Task<RunResult> Run, GatedChatClient.Call Call)> BeginAsync(
        TestNode one, TestNode two, GatedChatClient model)
    {
        var begun = await one.Network.StartAsync(new RunRequest("long") { Agent = "slow" }).Within(20);
        var call = await model.NextCall().Within(20);
        var (drained, other) = one.Process.Gauge.Active == 1 ? (one, two) : (two, one);
        return (drained, other, EndAsync(other, begun.Id), call);
    }

    private static async Task<RunResult> EndAsync(TestNode node, RunId run)
    {
        await foreach (var _ in node.Network.WatchAsync(run))
        {
            // To its end.
        }

        return (await node.Network.GetRunAsync(run))!;
    }

    private static async Task<RunResult> AskAsync(TestNode node, GatedChatClient model, RunRequest request)
    {
        var run = node.Network.RunAsync(request);
        (await model.NextCall().Within(20)).Release("yes");
        return await run.Within(20);
    }

    private static async Task KeepAskingAsync(TestNode node, ConcurrentBag<RunResult> asked, CancellationToken ended)
    {
        for (var n = 0; !ended.IsCancellationRequested; n++)
        {
            var request = new RunRequest($"What is {n} + 1?") { Agent = "math" };
            asked.Add(await node.Network.RunAsync(request, CancellationToken.None).Within(50));
        }
    }

    private static async Task<List<DrainStep>> DrainAsync(TestNode node, TimeSpan longest, Action<DrainStep>? told = null)
    {
        var steps = new List<DrainStep>();
        await foreach (var step in node.Network.Nodes.DrainAsync(longest))
        {
            steps.Add(step);
            told?.Invoke(step);
        }

        return steps;
    }
}

using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

public sealed class CapacityTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };

    private readonly GatedChatClient _model = new();
    private readonly TestNetwork _network = new(output);
    private TestNode _one = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _network.DisposeAsync();
        _model.Dispose();
    }

    [Fact]
    public async Task At_most_as_many_runs_as_the_node_has_places_call_at_once_and_the_others_follow_in_order()
    {
        await StartNodeAsync(capacity: 2);
        await StartRunsAsync(1);
        var first = await NextCallAsync("0");
        await StartRunsAsync(1, from: 1);
        var second = await NextCallAsync("1");
        await StartRunsAsync(3, from: 2);

        var load = _one.Process.ReadLoad();
        (load.ActiveRuns, load.QueuedRuns, load.Capacity).ShouldBe((2, 3, 2));

        second.Release("done");
        var third = await NextCallAsync("2");
        first.Release("done");
        var fourth = await NextCallAsync("3");
        fourth.Release("done");
        var fifth = await NextCallAsync("4");
        third.Release("done");
        fifth.Release("done");
        await NoRunIsLeftAsync();
    }

    [Fact]
    public async Task A_session_that_dies_gives_back_its_place_and_goes_on_when_it_has_one_again()
    {
        await StartNodeAsync(capacity: 1);
        var runs = await StartRunsAsync(2);
        await NextCallAsync("0");

        await StopAsync(runs[0], Kill.Instance);

        var second = await NextCallAsync("1");
        (await _one.Network.GetRunAsync(runs[0].Id).Within(10))!.Status.ShouldBe(RunStatus.Running);
        await WaitingShouldBeAsync(1);
        second.Release("done");
        (await NextCallAsync("0")).Release("done at last");
        await NoRunIsLeftAsync();
        (await _one.Network.GetRunAsync(runs[0].Id).Within(10))!.Output.ShouldBe("done at last");
    }

    [Fact]
    public async Task A_session_that_dies_while_it_waits_is_not_waited_for()
    {
        await StartNodeAsync(capacity: 1);
        var runs = await StartRunsAsync(3);
        var first = await NextCallAsync("0");

        await StopAsync(runs[1], Kill.Instance);
        first.Release("done");

        (await NextCallAsync("2")).Release("done");
    }

    [Fact]
    public async Task A_session_that_is_handed_off_while_it_waits_goes_at_once()
    {
        await StartNodeAsync(capacity: 1);
        var runs = await StartRunsAsync(2);
        await NextCallAsync("0");

        await StopAsync(runs[1], SessionProtocol.SessionStop.Instance);
    }

    [Fact]
    public async Task A_run_whose_deadline_passes_while_it_waits_says_so_and_leaves_the_queue()
    {
        await StartNodeAsync(capacity: 1);
        await StartRunsAsync(1);
        var first = await NextCallAsync("0");
        var late = await _one.Network.RunAsync(
            new RunRequest("late") { Agent = "slow", Deadline = TimeProvider.System.GetUtcNow().AddSeconds(1) }).Within(10);

        late.Status.ShouldBe(RunStatus.Failed);
        late.Error.ShouldNotBeNull().ShouldContain("while it waited for the capacity of its node");
        await WaitingShouldBeAsync(0);
        await StartRunsAsync(1, from: 7);
        first.Release("done");
        (await NextCallAsync("7")).Release("done");
        await NoRunIsLeftAsync();
    }

    [Fact]
    public async Task The_next_run_of_a_session_stands_behind_those_of_others()
    {
        await StartNodeAsync(capacity: 1);
        var first = (await StartRunsAsync(1))[0];
        await _one.Network.StartAsync(new RunRequest("again") { Session = first.Session }).Within(10);
        await StartRunsAsync(1, from: 1);

        (await NextCallAsync("0")).Release("done");
        (await NextCallAsync("1")).Release("done");
        (await NextCallAsync("again")).Release("done");
        await NoRunIsLeftAsync();
    }

    [Fact]
    public async Task A_tool_may_wait_for_another_run_of_a_node_that_has_one_place()
    {
        var asks = new Agent { Name = AgentName.Parse("asks"), Tools = [new ToolReference("ask_slow")] };
        _one = await _network.StartAsync(
            "one",
            n => n.UseChatClient(_model).Configure(o => o.Capacity = 1).AddTool(AIFunctionFactory.Create(AskSlowAsync, "ask_slow")),
            Slow, asks);

        var run = _one.Network.RunAsync(new RunRequest("ask") { Agent = "asks" });
        (await NextCallAsync("ask")).ReleaseToolCall("ask_slow");
        var inner = await NextCallAsync("inner");
        var load = _one.Process.ReadLoad();
        inner.Release("five");
        (await _model.NextCall().Within(10)).Release("it says five");

        (await run.Within(10)).Output.ShouldBe("it says five");
        (load.ActiveRuns, load.QueuedRuns).ShouldBe((1, 1));
        await NoRunIsLeftAsync();

        async Task<string> AskSlowAsync() => (await _one.Network.RunAsync(new RunRequest("inner") { Agent = "slow" })).Output;
    }

    [Fact]
    public async Task A_node_with_too_many_runs_waiting_refuses_new_ones()
    {
        await StartNodeAsync(capacity: 1);
        var crowd = Enumerable.Range(0, RunPlaces.MaxWaiting + 1).Select(run => new RunPlace(run, ActorRefs.Nobody)).ToList();
        foreach (var place in crowd) _one.Process.Places.Enter(place);

        var refused = await Should.ThrowAsync<AgentNetworkException>(
            () => _one.Network.StartAsync(new RunRequest("late") { Agent = "slow" }).Within(10));
        foreach (var place in crowd) _one.Process.Places.Leave(place);

        refused.Error.ShouldBe(NetworkError.TooManyQueued);
        refused.Message.ShouldBe("node 'one' has 10000 runs waiting for its capacity, the most it may have; try again later.");
        await StartRunsAsync(1);
        (await NextCallAsync("0")).Release("done");
    }

    [Fact]
    public async Task What_runs_achieve_is_told_with_the_load()
    {
        await StartNodeAsync(capacity: 1);
        await StartRunsAsync(1);
        (await NextCallAsync("0")).Release("done");
        await NoRunIsLeftAsync();

        var speed = _one.Process.ReadLoad().Speeds.ShouldHaveSingleItem();
        (speed.Agent, speed.Model, speed.Runs, speed.TokensPerSecond).ShouldBe((Slow.Name, null, 1, null));
        speed.Seconds.ShouldBeInRange(0.001, 30);
    }

    private async Task StartNodeAsync(int capacity) =>
        _one = await _network.StartAsync("one", n => n.UseChatClient(_model).Configure(o => o.Capacity = capacity), Slow);

    /// <summary>One after the other, each in a session of its own; those beyond the capacity are seen to wait.</summary>
    private async Task<List<RunResult>> StartRunsAsync(int count, int from = 0)
    {
        var runs = new List<RunResult>();
        for (var i = 0; i < count; i++)
        {
            var active = _one.Process.Gauge.Active + 1;
            runs.Add(await _one.Network.StartAsync(new RunRequest($"{from + i}") { Agent = "slow" }).Within(10));
            await Eventually.ShouldBeAsync(() => _one.Process.Gauge.Active, active);
            await WaitingShouldBeAsync(Math.Max(active - _one.Process.Options.Capacity!.Value, 0));
        }

        return runs;
    }

    private async Task<GatedChatClient.Call> NextCallAsync(string input)
    {
        var call = await _model.NextCall().Within(10);
        call.Messages[^1].Text.ShouldBe(input);
        return call;
    }

    private Task WaitingShouldBeAsync(int count) => Eventually.ShouldBeAsync(() => _one.Process.Places.Waiting, count);

    private Task NoRunIsLeftAsync() =>
        Eventually.ShouldBeAsync(() => (_one.Process.Gauge.Active, _one.Process.Gauge.Queued, _one.Process.Places.Waiting), (0, 0, 0));

    /// <summary>Until it is gone; whoever still speaks to it brings it back.</summary>
    private Task StopAsync(RunResult run, object message) => _one.StopSessionAsync(run.Session, message);
}

using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.InProcess;
using Hanzo.Network.State;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.InProcess;

/// <summary>Agents that ask each other, in one process.</summary>
public sealed class ChildRunTests
{
    private static readonly Agent Boss = new()
    {
        Name = AgentName.Parse("boss"),
        Instructions = "boss",
        Agents = [new AgentLink(AgentName.Parse("helper")), new AgentLink(AgentName.Parse("helper")) { Mode = AgentLinkMode.HandOff }],
    };

    private static readonly Agent Helper =
        new() { Name = AgentName.Parse("helper"), Instructions = "helper", Description = "Helps." };

    [Fact]
    public async Task An_agent_asks_another_and_answers_with_what_it_said()
    {
        var model = new TwoMinds(asks: "ask_helper", helps: said => $"heard {said}");
        await using var network = Create(model);

        var run = await network.RunAsync(new RunRequest("do it") { Agent = "boss" }).WaitAsync(LocalNetwork.Bound);

        run.Output.ShouldBe("boss: heard do it");
        run.Usage!.ModelCalls.ShouldBe(3);
        var events = await network.WatchAsync(run.Id).ToListAsync();
        var child = RunId.Parse(events.Single(e => e.Type == RunEventTypes.ChildStarted).Data["child"]!.GetValue<string>());
        child.Session.Agent.Value.ShouldBe("helper");
        events.Select(e => e.Type).ShouldBe(
            [
                RunEventTypes.Queued, RunEventTypes.PlacementDecided, RunEventTypes.Started, RunEventTypes.ModelCalled,
                RunEventTypes.ModelReplied, RunEventTypes.ToolCalled, RunEventTypes.ChildStarted, RunEventTypes.ToolResult,
                RunEventTypes.ModelCalled, RunEventTypes.ModelReplied, RunEventTypes.Completed,
            ]);
        (await network.GetRunAsync(child))!.GivenId.ShouldBe($"child:{run.Session}.1.2");
    }

    [Fact]
    public async Task Models_are_told_of_the_agents_they_may_ask_with_their_descriptions()
    {
        var model = new TwoMinds(asks: "ask_helper", helps: said => said);
        await using var network = Create(model);

        await network.RunAsync(new RunRequest("do it") { Agent = "boss" }).WaitAsync(LocalNetwork.Bound);

        model.Told.OfType<AIFunctionDeclaration>().Select(tool => (tool.Name, tool.Description)).ShouldBe(
            [
                ("ask_helper", "Asks the agent 'helper' and returns its answer. It: Helps."),
                ("hand_off_to_helper", "Hands the conversation over to the agent 'helper', which answers in your place. It: Helps."),
            ]);
    }

    [Fact]
    public async Task A_conversation_is_handed_over_with_what_was_said_and_streams_the_answer()
    {
        var model = new TwoMinds(asks: "hand_off_to_helper", helps: said => $"heard {said}");
        await using var network = Create(model);

        var events = await network.StreamAsync(new RunRequest("do it") { Agent = "boss" }).ToListAsync();

        events[^1].Data["output"]!.GetValue<string>().ShouldBe("heard do it");
        events.Select(e => e.Type).ShouldContain(RunEventTypes.HandOff);
        string.Concat(events.Where(e => e.Type == RunEventTypes.ModelDelta).Select(e => e.Data["text"]!.GetValue<string>()))
            .ShouldBe("heard do it");
        model.Heard.ShouldBe(["do it", "do it"]);
    }

    [Fact]
    public async Task Cancelling_reaches_the_run_of_the_other_agent()
    {
        var held = new TaskCompletionSource<string>();
        var model = new TwoMinds(asks: "ask_helper", held);
        await using var network = Create(model);
        var run = await network.StartAsync(new RunRequest("do it") { Agent = "boss" }).WaitAsync(LocalNetwork.Bound);
        await model.Helping.Task.WaitAsync(LocalNetwork.Bound);
        var id = await ChildOfAsync(network, run.Id).WaitAsync(LocalNetwork.Bound);

        var cancelled = await network.CancelAsync(run.Id, "enough").WaitAsync(LocalNetwork.Bound);

        (cancelled.Status, cancelled.Error).ShouldBe((RunStatus.Cancelled, "enough"));
        var child = (await network.GetRunAsync(id))!;
        (child.Status, child.Error).ShouldBe((RunStatus.Cancelled, "enough"));
    }

    [Fact]
    public async Task Another_process_with_the_same_store_goes_on_with_the_same_run()
    {
        var time = new ManualTime();
        var store = new InMemoryEventStore(time);
        var held = new TaskCompletionSource<string>();
        var model = new TwoMinds(asks: "ask_helper", held);
        RunResult run;
        await using (var first = Create(model, store, time))
        {
            run = await first.StartAsync(new RunRequest("do it") { Agent = "boss" }).WaitAsync(LocalNetwork.Bound);
            await model.Helping.Task.WaitAsync(LocalNetwork.Bound);
        }

        held.SetResult("late");
        await using var second = Create(model, store, time);
        var events = await second.WatchAsync(run.Id).ToListAsync();

        events[^1].Data["output"]!.GetValue<string>().ShouldBe("boss: late");
        events.Where(e => e.Type == RunEventTypes.ChildStarted).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task An_agent_that_there_is_not_is_an_error_to_the_model()
    {
        var model = new TwoMinds(asks: "ask_helper", helps: said => said);
        await using var network = LocalNetwork.Create(model, configure: n => n.AddAgent(Boss));

        var run = await network.RunAsync(new RunRequest("do it") { Agent = "boss" }).WaitAsync(LocalNetwork.Bound);

        run.Output.ShouldStartWith("boss: error: agent 'helper' cannot be asked: agent 'helper' is unknown");
    }

    [Fact]
    public async Task Nobody_else_may_name_a_run_so()
    {
        await using var network = LocalNetwork.Create();

        var refused = await Should.ThrowAsync<AgentNetworkException>(
            () => network.RunAsync(new RunRequest("x") { Agent = "echo", RunId = "child:x" }));

        refused.Error.ShouldBe(NetworkError.InvalidRequest);
    }

    private static async Task<RunId> ChildOfAsync(AgentNetwork network, RunId run)
    {
        await foreach (var step in network.WatchAsync(run))
            if (step.Type == RunEventTypes.ChildStarted) return RunId.Parse(step.Data["child"]!.GetValue<string>());
        throw new InvalidOperationException("the run asked nobody.");
    }

    private static AgentNetwork Create(IChatClient model, IEventStore? store = null, TimeProvider? time = null) =>
        LocalNetwork.Create(model, store, time, n => n.AddAgent(Boss).AddAgent(Helper));
}

using Hanzo.Network.Agents;
using Hanzo.Network.InProcess;
using Hanzo.Network.Memory;
using Hanzo.Network.State;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.InProcess;

/// <summary>Agents that remember, in one process.</summary>
public sealed class MemoryTests
{
    private static readonly Agent Friend = new() { Name = AgentName.Parse("friend"), Instructions = "friend", Memory = new AgentMemory() };

    private readonly InMemoryMemoryStore _memories = new();

    [Fact]
    public async Task A_later_session_of_the_same_user_is_told_what_was_said()
    {
        var model = ScriptedChatClient.Saying("Noted.", "Green tea.", "Who knows?");
        await using var network = Create(model, Friend);

        await RunAsync(network, "friend", "I like green tea.", "ada");
        var run = await RunAsync(network, "friend", "Which tea do I like?", "ada");
        await RunAsync(network, "friend", "Which tea do I like?", "bob");

        model.Seen[1][0].Text.ShouldContain("I like green tea.");
        model.Seen[2][0].Text.ShouldBe("friend");
        var events = await network.WatchAsync(run.Id).ToListAsync();
        events.Select(e => e.Type).ShouldBe(
            [
                RunEventTypes.Queued, RunEventTypes.PlacementDecided, RunEventTypes.Started, RunEventTypes.MemoryAsked,
                RunEventTypes.MemoryRecalled, RunEventTypes.ModelCalled, RunEventTypes.ModelReplied, RunEventTypes.MemoryAsked,
                RunEventTypes.MemoryKept, RunEventTypes.Completed,
            ]);
    }

    [Fact]
    public async Task An_agent_that_is_asked_by_another_remembers_for_whom()
    {
        var boss = new Agent
        {
            Name = AgentName.Parse("boss"), Instructions = "boss", Agents = [new AgentLink(AgentName.Parse("helper"))],
        };
        var helper = new Agent { Name = AgentName.Parse("helper"), Instructions = "helper", Memory = new AgentMemory() };
        await using var network = Create(new TwoMinds(asks: "ask_helper", helps: said => $"heard {said}"), boss, helper);

        await RunAsync(network, "boss", "order green tea", "ada");

        var kept = await _memories.ListAsync(MemoryFilter.All, 10, CancellationToken.None);
        kept.Select(entry => (entry.Agent, entry.User, entry.Text)).ShouldBe(
            [("helper", "ada", "heard order green tea"), ("helper", "ada", "order green tea")], ignoreOrder: true);
    }

    [Fact]
    public async Task What_a_run_was_told_before_its_process_ended_it_is_told_again_whatever_is_remembered_since()
    {
        var (time, held) = (new ManualTime(), new TaskCompletionSource<ChatMessage>());
        var journal = new InMemoryEventStore(time);
        RunResult run;
        await using (var first = Create(ScriptedChatClient.Saying("Noted."), journal, time, Friend))
            await RunAsync(first, "friend", "I like green tea.", "ada");
        var stopped = ScriptedChatClient.Held(held);
        await using (var second = Create(stopped, journal, time, Friend))
        {
            run = await second.StartAsync(new RunRequest("Which tea do I like?") { Agent = "friend", User = "ada" });
            await WaitAsync(() => stopped.Calls == 1);
        }

        await _memories.DeleteAsync(MemoryFilter.All, CancellationToken.None);
        var model = ScriptedChatClient.Saying("Green tea.");
        await using var third = Create(model, journal, time, Friend);

        var events = await third.WatchAsync(run.Id).ToListAsync();

        events[^1].Data["output"]!.GetValue<string>().ShouldBe("Green tea.");
        events.Count(e => e.Type == RunEventTypes.MemoryRecalled).ShouldBe(1);
        model.Seen.Single()[0].Text.ShouldBe(stopped.Seen.Single()[0].Text);
        model.Seen.Single()[0].Text.ShouldContain("I like green tea.");
    }

    [Fact]
    public async Task The_same_run_id_for_another_user_is_another_request()
    {
        await using var network = Create(ScriptedChatClient.Saying("x"), Friend);
        await network.RunAsync(new RunRequest("hi") { Agent = "friend", User = "ada", RunId = "mine" }).WaitAsync(LocalNetwork.Bound);

        var error = await Should.ThrowAsync<AgentNetworkException>(
            () => network.RunAsync(new RunRequest("hi") { Agent = "friend", User = "bob", RunId = "mine" }).WaitAsync(LocalNetwork.Bound));

        error.Error.ShouldBe(NetworkError.Conflict);
    }

    [Fact]
    public async Task A_user_that_is_no_name_is_refused()
    {
        await using var network = Create(ScriptedChatClient.Saying("x"), Friend);

        (await Should.ThrowAsync<AgentNetworkException>(() => RunAsync(network, "friend", "hi", "a\nb")))
            .Message.ShouldStartWith("user must have 1 to 128 characters");
    }

    private static async Task<RunResult> RunAsync(AgentNetwork network, string agent, string input, string user)
    {
        var run = await network.RunAsync(new RunRequest(input) { Agent = agent, User = user }).WaitAsync(LocalNetwork.Bound);
        run.Status.ShouldBe(RunStatus.Completed, run.Error);
        return run;
    }

    private AgentNetwork Create(IChatClient model, params Agent[] agents) => Create(model, null, null, agents);

    private AgentNetwork Create(IChatClient model, IEventStore? journal, TimeProvider? time, params Agent[] agents) =>
        LocalNetwork.Create(model, journal, time, network =>
        {
            network.UseMemoryStore(_ => _memories);
            foreach (var agent in agents) network.AddAgent(agent);
        });

    private static async Task WaitAsync(Func<bool> isSo)
    {
        using var limit = new CancellationTokenSource(LocalNetwork.Bound);
        while (!isSo())
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}

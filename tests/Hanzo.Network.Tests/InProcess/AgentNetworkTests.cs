using Hanzo.Network.Agents;
using Hanzo.Network.Conversations;
using Hanzo.Network.InProcess;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.InProcess;

public sealed class AgentNetworkTests
{
    [Theory]
    [InlineData("math", "What is (19 + 5) * 5 - 19?", "101\n(offline model)")]
    [InlineData("text", "Count the words in: the quick brown fox", "4 words, 19 characters, 1 line\n(offline model)")]
    [InlineData("echo", "hello", "hello")]
    public async Task The_built_in_agents_answer(string agent, string input, string output)
    {
        await using var network = LocalNetwork.Create();

        var result = await network.RunAsync(new RunRequest(input) { Agent = agent }).WaitAsync(LocalNetwork.Bound);

        result.Status.ShouldBe(RunStatus.Completed);
        result.Output.ShouldBe(output);
        result.Node.ShouldBe("local");
        result.Why.ShouldContain("asked for");
    }

    [Theory]
    [InlineData("What is 2 + 2?", "math")]
    [InlineData("Count the words in: a b c", "text")]
    [InlineData("What machine do you run on?", "device")]
    [InlineData("Echo this, please", "echo")]
    public async Task The_router_picks_the_agent_and_says_why(string input, string agent)
    {
        await using var network = LocalNetwork.Create();

        var result = await network.RunAsync(new RunRequest(input) { Agent = "auto" }).WaitAsync(LocalNetwork.Bound);

        result.Agent.Value.ShouldBe(agent);
        result.Why.ShouldStartWith($"'{agent}' of 4 agents: ");
    }

    [Fact]
    public async Task Nobody_for_a_prompt_names_everybody_considered()
    {
        await using var network = LocalNetwork.Create();

        var error = await Refused(network, new RunRequest("Quousque tandem?"));

        error.Error.ShouldBe(NetworkError.NoCandidate);
        error.Message.ShouldContain("device, echo, math, text");
    }

    [Fact]
    public async Task An_unknown_agent_is_refused_with_the_known_ones()
    {
        await using var network = LocalNetwork.Create();

        var error = await Refused(network, new RunRequest("hi") { Agent = "poet" });

        error.Error.ShouldBe(NetworkError.UnknownAgent);
        error.Message.ShouldBe("agent 'poet' is unknown; known are device, echo, math, text.");
    }

    [Theory]
    [InlineData("", null, "input is empty")]
    [InlineData("   \n", null, "input is empty")]
    [InlineData("hi", "Math!", "agent 'Math!' is not a name; it must match [a-z][a-z0-9_-]{0,62}, or be 'auto'")]
    public async Task A_senseless_request_is_refused(string input, string? agent, string problem)
    {
        await using var network = LocalNetwork.Create();

        var error = await Refused(network, new RunRequest(input) { Agent = agent });

        error.Error.ShouldBe(NetworkError.InvalidRequest);
        error.Message.ShouldContain(problem);
    }

    [Fact]
    public async Task An_input_beyond_the_bound_is_refused_with_the_bound()
    {
        await using var network = LocalNetwork.Create();

        var largest = new RunRequest(new string('x', RunRequest.MaxInputBytes)) { Agent = "text" };
        (await network.RunAsync(largest)).Status.ShouldBe(RunStatus.Completed);
        (await Refused(network, new RunRequest(new string('x', RunRequest.MaxInputBytes + 1)) { Agent = "text" })).Message
            .ShouldBe("input is 229377 bytes as JSON text; at most 229376 are allowed.");
        (await Refused(network, new RunRequest(new string('\u0001', 100_000)) { Agent = "text" })).Message.ShouldContain("600000 bytes");
    }

    [Fact]
    public async Task A_session_that_does_not_exist_or_does_not_fit_is_refused()
    {
        await using var network = LocalNetwork.Create();
        var session = SessionId.Parse("math.0.01J9ZZZZZZZZZZZZZZZZZZZZZZ");

        var unknown = await Refused(network, new RunRequest("1+1") { Session = session });
        (unknown.Error, unknown.Message)
            .ShouldBe((NetworkError.UnknownSession, $"session '{session}' is unknown: it has no history."));
        (await Refused(network, new RunRequest("1+1") { Session = session, Agent = "text" })).Message.ShouldContain("does not fit session");
    }

    [Fact]
    public async Task A_run_streams_its_events_in_order_with_journal_sequences()
    {
        await using var network = LocalNetwork.Create();

        var events = await network.StreamAsync(new RunRequest("What is 1+1?") { Agent = "math" }).ToListAsync();

        events.Where(@event => @event.Sequence is not null).Select(@event => @event.Type).ShouldBe([
            "run.queued", "placement.decided", "run.started", "model.called", "model.replied", "tool.called", "tool.result",
            "model.called", "model.replied", "run.completed",
        ]);
        events.Select(@event => @event.Sequence).OfType<long>().ShouldBe(Enumerable.Range(2, 10).Select(n => (long)n));
        events[^1].Data["output"]!.GetValue<string>().ShouldBe("2\n(offline model)");
    }

    [Fact]
    public async Task Pieces_of_the_reply_come_before_it_and_make_it_up()
    {
        await using var network = LocalNetwork.Create();

        var events = await network.StreamAsync(new RunRequest("Who wrote Faust?") { Agent = "math" }).ToListAsync();

        var deltas = events.Where(@event => @event.Type == RunEventTypes.ModelDelta).ToList();
        string.Concat(deltas.Select(delta => delta.Data["text"]!.GetValue<string>()))
            .ShouldBe(events[^1].Data["output"]!.GetValue<string>());
        events.IndexOf(deltas[^1]).ShouldBeLessThan(events.FindIndex(@event => @event.Type == RunEventTypes.ModelReplied));
    }

    [Fact]
    public async Task A_watcher_takes_up_after_any_event_also_when_the_run_is_over()
    {
        await using var network = LocalNetwork.Create();
        var all = await network.StreamAsync(new RunRequest("What is 1+1?") { Agent = "math" }).ToListAsync();
        var journaled = all.Where(@event => @event.Sequence is not null).ToList();

        foreach (var seen in journaled)
        {
            var rest = await network.WatchAsync(seen.Run, seen.Sequence!.Value).ToListAsync();
            rest.Select(@event => @event.Sequence)
                .ShouldBe(journaled.Select(@event => @event.Sequence).Where(sequence => sequence > seen.Sequence));
        }
    }

    [Fact]
    public async Task A_session_remembers_its_earlier_runs()
    {
        var model = ScriptedChatClient.Saying("one", "two");
        await using var network = LocalNetwork.Create(model);

        var first = await network.RunAsync(new RunRequest("a") { Agent = "text" });
        var second = await network.RunAsync(new RunRequest("b") { Session = first.Session });

        second.Id.ShouldBe(new RunId(first.Session, 2));
        model.Seen[1].Select(message => message.Text).ShouldBe([BuiltInAgents.Text.Instructions, "a", "one", "b"]);
    }

    [Fact]
    public async Task A_session_in_no_ones_use_leaves_memory_and_comes_back_from_the_journal()
    {
        var store = new InMemoryEventStore(new ManualTime());
        await using var network = LocalNetwork.Create(store: store);
        var first = await network.RunAsync(new RunRequest("What is 1+1?") { Agent = "math" });

        network.SessionsInMemory.ShouldBe(0);
        (await network.GetRunAsync(first.Id)).ShouldBe(first);

        await using var successor = LocalNetwork.Create(store: store);
        (await successor.GetRunAsync(first.Id))!.Output.ShouldBe(first.Output);
        (await successor.RunAsync(new RunRequest("What is 2+2?") { Session = first.Session })).Id.Number.ShouldBe(2);
    }

    [Fact]
    public async Task An_unknown_run_is_null_or_an_error()
    {
        await using var network = LocalNetwork.Create();
        var known = await network.RunAsync(new RunRequest("1+1") { Agent = "math" });

        (await network.GetRunAsync(RunId.Parse("math.0.01J9ZZZZZZZZZZZZZZZZZZZZZZ.1"))).ShouldBeNull();
        (await network.GetRunAsync(known.Id with { Number = 9 })).ShouldBeNull();
        var error = await Should.ThrowAsync<AgentNetworkException>(() => network.WatchAsync(known.Id with { Number = 9 }).ToListAsync());
        error.Error.ShouldBe(NetworkError.UnknownRun);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_caller_who_stops_waiting_does_not_stop_the_run(bool streams)
    {
        var answer = new TaskCompletionSource<ChatMessage>();
        await using var network = LocalNetwork.Create(ScriptedChatClient.Held(answer));
        using var caller = new CancellationTokenSource();
        var request = new RunRequest("a") { Agent = "text" };

        var waiting = streams ? ReadAsync(network.StreamAsync(request, caller.Token)) : network.RunAsync(request, caller.Token);
        await caller.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting.WaitAsync(LocalNetwork.Bound));

        var run = (await network.GetRecentRunsAsync()).ShouldHaveSingleItem();
        run.Status.ShouldBe(RunStatus.Running);
        answer.SetResult(ScriptedChatClient.Say("done"));
        (await network.WatchAsync(run.Run).ToListAsync())[^1].Type.ShouldBe(RunEventTypes.Completed);
        network.SessionsInMemory.ShouldBe(0);
    }

    [Fact]
    public async Task A_run_started_without_waiting_goes_on_and_can_be_cancelled()
    {
        var answer = new TaskCompletionSource<ChatMessage>();
        await using var network = LocalNetwork.Create(ScriptedChatClient.Held(answer));
        var started = await network.StartAsync(new RunRequest("a") { Agent = "text" });
        started.Status.ShouldBe(RunStatus.Running);
        (await network.GetStatusAsync()).ActiveRuns.ShouldBe(1);

        (await network.CancelAsync(started.Id, "enough")).Status.ShouldBe(RunStatus.Cancelled);
        (await network.CancelAsync(started.Id, "enough")).Status.ShouldBe(RunStatus.Cancelled);

        var result = await network.GetRunAsync(started.Id);
        (result!.Status, result.Error).ShouldBe((RunStatus.Cancelled, "enough"));
    }

    [Fact]
    public async Task What_runs_achieve_is_told_with_the_load()
    {
        await using var network = LocalNetwork.Create();
        await network.RunAsync(new RunRequest("hello") { Agent = "echo" }).WaitAsync(LocalNetwork.Bound);
        await network.RunAsync(new RunRequest("hello") { Agent = "echo" }).WaitAsync(LocalNetwork.Bound);

        var speed = (await network.GetStatusAsync()).Load.Speeds.ShouldHaveSingleItem();
        (speed.Agent.Value, speed.Runs).ShouldBe(("echo", 2));
    }

    [Fact]
    public async Task The_seventeenth_waiting_run_of_a_session_is_refused()
    {
        var answer = new TaskCompletionSource<ChatMessage>();
        await using var network = LocalNetwork.Create(ScriptedChatClient.Held(answer));
        var first = await network.StartAsync(new RunRequest("a") { Agent = "text" });
        for (var i = 0; i < ConversationLimits.MaxQueued; i++)
            (await network.StartAsync(new RunRequest("b") { Session = first.Session })).Status.ShouldBe(RunStatus.Waiting);

        (await Refused(network, new RunRequest("c") { Session = first.Session })).Error.ShouldBe(NetworkError.TooManyQueued);

        answer.SetResult(ScriptedChatClient.Say("done"));
        var last = await network.WatchAsync(new RunId(first.Session, ConversationLimits.MaxQueued + 1)).ToListAsync();
        last[^1].Type.ShouldBe(RunEventTypes.Completed);
    }

    [Fact]
    public async Task A_deadline_ends_the_run_at_its_time()
    {
        var time = new ManualTime();
        await using var network = LocalNetwork.Create(ScriptedChatClient.Held(new TaskCompletionSource<ChatMessage>()), time: time);
        var running = network.RunAsync(new RunRequest("a") { Agent = "text", Deadline = ManualTime.Start.AddSeconds(30) });

        time.Advance(TimeSpan.FromSeconds(29));
        running.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(1));

        var result = await running.WaitAsync(LocalNetwork.Bound);
        result.Status.ShouldBe(RunStatus.Failed);
        result.Error.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_deadline_in_the_past_is_refused()
    {
        await using var network = LocalNetwork.Create();

        var error = await Refused(network, new RunRequest("a") { Agent = "text", Deadline = ManualTime.Start });

        error.Message.ShouldContain("has already passed");
    }

    [Fact]
    public async Task A_failing_model_fails_the_run_with_its_reason()
    {
        await using var network = LocalNetwork.Create(
            new ScriptedChatClient((_, _) => throw new InvalidOperationException("model is out")));

        var result = await network.RunAsync(new RunRequest("a") { Agent = "text" }).WaitAsync(LocalNetwork.Bound);

        (result.Status, result.Error).ShouldBe((RunStatus.Failed, "the model call failed: model is out"));
    }

    [Fact]
    public async Task A_journal_that_fails_is_a_clear_error_and_the_session_recovers()
    {
        var store = new FailingStore(new InMemoryEventStore(new ManualTime()));
        await using var network = LocalNetwork.Create(store: store);
        var first = await network.RunAsync(new RunRequest("1+1") { Agent = "math" });

        store.Fails = true;
        var error = await Refused(network, new RunRequest("2+2") { Session = first.Session });
        error.Error.ShouldBe(NetworkError.Unavailable);
        error.Message.ShouldContain("disk full");

        store.Fails = false;
        (await network.RunAsync(new RunRequest("2+2") { Session = first.Session })).Output.ShouldStartWith("4");
    }

    [Fact]
    public async Task The_host_may_add_its_own_agents_and_tools()
    {
        await using var network = LocalNetwork.Create(configure: builder => builder
            .AddTool(AIFunctionFactory.Create(() => "14 °C", "temperature", "Tells the temperature outside."))
            .AddAgent("weather", "You know the weather.", "temperature"));

        (await network.RunAsync(new RunRequest("What is the temperature?"))).Output.ShouldBe("14 °C\n(offline model)");
    }

    [Fact]
    public void A_misspelt_tool_is_refused_with_the_known_ones() =>
        Should.Throw<ArgumentException>(() => LocalNetwork.Create(configure: builder => builder.AddAgent("dice", "", "rol_dice")))
            .Message.ShouldStartWith("agent 'dice' has the tool 'rol_dice'; known are ask_person, calculate, ");

    [Fact]
    public async Task Its_status_says_what_it_is()
    {
        await using var network = LocalNetwork.Create();

        var status = await network.GetStatusAsync();

        (status.Runtime, status.NodeId, status.AgentCount, status.Durability, status.Peers.Count)
            .ShouldBe(("in-process", "local", 4, "memory-only", 0));
        status.Version.ShouldMatch(@"^\d+\.\d+\.\d+");
        (await network.GetAgentsAsync()).Select(listing => listing.Definition.Name.Value).ShouldBe(["device", "echo", "math", "text"]);
        await network.WaitForPeersAsync(0);
        (await Should.ThrowAsync<AgentNetworkException>(() => network.WaitForPeersAsync(1))).Message.ShouldContain("no peers");
        (await network.CheckPeerHealthAsync("x")).ShouldBeNull();
    }

    [Fact]
    public async Task A_hundred_sessions_at_once_all_end()
    {
        await using var network = LocalNetwork.Create();

        var runs = Enumerable.Range(0, 100).Select(n => network.RunAsync(new RunRequest($"What is {n} * 2?") { Agent = "math" })).ToList();
        var results = await Task.WhenAll(runs).WaitAsync(LocalNetwork.Bound);

        results.Select(result => result.Output.Split('\n')[0]).ShouldBe(Enumerable.Range(0, 100).Select(n => $"{n * 2}"));
        network.SessionsInMemory.ShouldBe(0);
        (await network.GetRecentRunsAsync()).Length.ShouldBe(RunNote.MaxKept);
    }

    [Fact]
    public async Task Disposing_cuts_what_is_under_way_and_tells_who_waits()
    {
        var network = LocalNetwork.Create(ScriptedChatClient.Held(new TaskCompletionSource<ChatMessage>()));
        var running = network.RunAsync(new RunRequest("a") { Agent = "text" });

        await network.DisposeAsync();

        var error = await Should.ThrowAsync<AgentNetworkException>(() => running.WaitAsync(LocalNetwork.Bound));
        error.Error.ShouldBe(NetworkError.Unavailable);
    }

    private static async Task ReadAsync(IAsyncEnumerable<RunEvent> events)
    {
        await foreach (var @event in events) @event.Sequence.ShouldNotBe(0);
    }

    private static Task<AgentNetworkException> Refused(AgentNetwork network, RunRequest request) =>
        Should.ThrowAsync<AgentNetworkException>(() => network.RunAsync(request).WaitAsync(LocalNetwork.Bound));

    private sealed class FailingStore(IEventStore inner) : ForwardingEventStore(inner)
    {
        public bool Fails { get; set; }

        public override Task AppendAsync(
            string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation) =>
            Fails
                ? Task.FromException(new IOException("disk full"))
                : base.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);
    }
}

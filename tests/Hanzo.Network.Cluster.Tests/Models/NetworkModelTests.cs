using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Models;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Models.ModelCallProtocol;

namespace Hanzo.Network.Cluster.Tests.Models;

public sealed class NetworkModelTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(30);
    private static readonly Agent Asker = new() { Name = AgentName.Parse("asker"), Instructions = "Answer." };
    private readonly TestNetwork _network = new(output);

    [Fact]
    public async Task A_run_without_a_model_of_its_own_node_asks_the_one_of_another_and_says_where_and_why()
    {
        var served = new ServedSource("hello from afar");
        var near = await StartAsync(served);

        var run = await near.Network.RunAsync(new RunRequest("Hi") { Agent = "asker" }).WaitAsync(Bound);

        run.Output.ShouldBe("hello from afar");
        served.Asked.Single().Select(message => message.Text).ShouldBe(["Answer.", "Hi"]);
        var replied = await FirstAsync(near, run.Id, RunEventTypes.ModelReplied);
        replied.Data["model_node"]!.GetValue<string>().ShouldBe("far");
        replied.Data["model_why"]!.GetValue<string>().ShouldBe("the only one of the network: 45 tokens/s on node far");
        var status = await near.Network.GetStatusAsync();
        status.Models.ShouldBe([new NetworkModel("far", "ollama", "qwen3") { TokensPerSecond = 45 }]);
        status.Notices.ShouldNotContain(notice => notice.Contains("offline"));
    }

    [Fact]
    public async Task A_reply_comes_as_it_is_said_and_no_faster_than_it_is_read()
    {
        var served = new ServedSource(null) { Endless = true };
        var near = await StartAsync(served);
        await using var reading = Client(near).GetStreamingResponseAsync("u").GetAsyncEnumerator();

        for (var i = 0; i < 500; i++)
        {
            (await reading.MoveNextAsync().AsTask().WaitAsync(Bound)).ShouldBeTrue();
            reading.Current.Text.ShouldBe($"{i} ");
        }

        served.Said.ShouldBeLessThan(500 + (2 * Window));
    }

    [Fact]
    public async Task A_reader_who_goes_ends_the_call_on_the_other_node()
    {
        var served = new ServedSource(null) { Endless = true };
        var near = await StartAsync(served);
        await using (var reading = Client(near).GetStreamingResponseAsync("u").GetAsyncEnumerator())
            await reading.MoveNextAsync().AsTask().WaitAsync(Bound);

        await served.Ended.WaitAsync(Bound);
    }

    [Fact]
    public async Task A_model_that_breaks_when_its_reader_goes_is_closed_nevertheless()
    {
        var served = new ServedSource(null) { Endless = true, Breaks = true };
        var near = await StartAsync(served);
        await using (var reading = Client(near).GetStreamingResponseAsync("u").GetAsyncEnumerator())
            await reading.MoveNextAsync().AsTask().WaitAsync(Bound);

        await served.Ended.WaitAsync(Bound);
    }

    [Fact]
    public async Task A_question_that_comes_again_when_its_call_has_ended_is_not_asked_again()
    {
        var served = new ServedSource("x");
        await StartAsync(served);
        var host = _network.Nodes[0].Gate.Current!.System.ActorSelection($"/user/{ModelHost.Name}");
        var question = QuestionWriter.Write(new NetworkModel("far", "ollama", "qwen3"), [new ChatMessage(ChatRole.User, "u")], null);
        var ask = new ModelAsk("c1", 0, 1, question);
        (await host.Ask<object>(ask, Bound)).ShouldBe(new ModelTaken("c1", 0));
        await served.Ended.WaitAsync(Bound);

        await Eventually.TrueAsync(HasForgottenAsync);
        (await host.Ask<object>(ask, Bound)).ShouldBeOfType<ModelEnded>().Error.ShouldBe("it knows nothing of the call any more.");
        served.Asked.Count.ShouldBe(1);

        async Task<bool> HasForgottenAsync()
        {
            try
            {
                return await host.Ask<object>(new ModelWanted("c1", 0), TimeSpan.FromSeconds(1)) is ModelEnded { IsTransient: true };
            }
            catch (AskTimeoutException)
            {
                return false;
            }
        }
    }

    [Fact]
    public async Task What_the_model_says_was_wrong_is_told_with_its_node()
    {
        var near = await StartAsync(new ServedSource(null) { Error = new ModelException("model provider 'ollama': HTTP 500: oh") });

        var run = await near.Network.RunAsync(new RunRequest("Hi") { Agent = "asker" }).WaitAsync(Bound);

        run.Error.ShouldBe("the model call failed: node 'far': model provider 'ollama': HTTP 500: oh");
    }

    [Fact]
    public async Task A_model_that_a_node_does_not_offer_is_not_asked_for_others()
    {
        var served = new ServedSource("x");
        var near = await StartAsync(served);
        var hidden = near.Services.GetRequiredService<INetworkModels>().ClientFor(new NetworkModel("far", "openai", "big"));

        var error = await Should.ThrowAsync<ModelException>(() => hidden.GetResponseAsync("u").WaitAsync(Bound));

        error.Message.ShouldBe("node 'far': it does not serve 'openai:big'.");
        served.Asked.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_node_that_ends_during_a_call_is_noticed()
    {
        var served = new ServedSource(null) { Endless = true };
        var near = await StartAsync(served);
        await using var reading = Client(near).GetStreamingResponseAsync("u").GetAsyncEnumerator();
        await reading.MoveNextAsync().AsTask().WaitAsync(Bound);

        await _network.Nodes[0].CrashAsync();

        var error = await Should.ThrowAsync<ModelException>(async () =>
        {
            while (await reading.MoveNextAsync().AsTask().WaitAsync(Bound))
            {
            }
        });
        error.IsTransient.ShouldBeTrue();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync() => _network.DisposeAsync().AsTask();

    /// <returns>A node without models; the other one, <c>far</c>, serves one.</returns>
    private async Task<TestNode> StartAsync(ServedSource served)
    {
        await _network.StartAsync("far", network => Use(network, served, "far"));
        var near = await _network.StartAsync("near", network => Use(network, new ServedSource(null) { IsEmpty = true }, "near"), Asker);
        await _network.MeetAsync();
        await Eventually.TrueAsync(async () => (await near.Network.GetStatusAsync()).Models.Length == 1);
        return near;
    }

    private static void Use(INetworkBuilder network, ServedSource source, string node)
    {
        network.Services.AddSingleton<IModelSources>(source);
        network.Services.AddSingleton<IModelProvider>(provider => new PlannedModels(
            source, provider.GetService<INetworkModels>, node, provider.GetRequiredService<TimeProvider>()));
    }

    private static IChatClient Client(TestNode near) =>
        near.Services.GetRequiredService<INetworkModels>().ClientFor(new NetworkModel("far", "ollama", "qwen3"));

    private static async Task<RunEvent> FirstAsync(TestNode node, RunId run, string type)
    {
        using var end = new CancellationTokenSource(Bound);
        await foreach (var @event in node.Network.WatchAsync(run, 0, end.Token))
            if (@event.Type == type) return @event;
        throw new InvalidOperationException($"no {type}");
    }

    /// <summary>One server of models on the node's machine.</summary>
    private sealed class ServedSource(string? text) : DelegatingChatClient(new EchoChatClient()), IModelSources
    {
        private static readonly ModelEndpoint Endpoint = new("ollama", new Uri("http://127.0.0.1:11434/v1"));
        private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private int _said;

        public bool IsEmpty { get; init; }

        public bool Endless { get; init; }

        /// <summary>When it is cancelled.</summary>
        public bool Breaks { get; init; }

        public ModelException? Error { get; init; }

        public ImmutableList<List<ChatMessage>> Asked { get; private set; } = [];

        public int Said => Volatile.Read(ref _said);

        /// <summary>A reply's stream was closed.</summary>
        public Task Ended => _ended.Task;

        public ImmutableArray<ModelSource> Named => [];

        public ImmutableArray<ModelSource> Found => IsEmpty
            ? []
            : [new ModelSource(Endpoint, this) { IsFound = true, Models = ["qwen3"] }];

        public ImmutableArray<ServedModel> Served => IsEmpty ? [] : [new ServedModel("ollama", "qwen3") { TokensPerSecond = 45 }];

        public override async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            Asked = Asked.Add([.. messages]);
            if (Breaks) cancellationToken.Register(() => throw new InvalidOperationException("no"));
            try
            {
                if (Error is not null) throw Error;
                await Task.Yield();
                while (Endless)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    yield return new ChatResponseUpdate(ChatRole.Assistant, $"{Interlocked.Increment(ref _said) - 1} ");
                }

                yield return new ChatResponseUpdate(ChatRole.Assistant, text) { ModelId = "qwen3", FinishReason = ChatFinishReason.Stop };
            }
            finally
            {
                _ended.TrySetResult();
            }
        }
    }
}

using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Hanzo.Network.Agents;
using Hanzo.Network.Models;
using Microsoft.Extensions.AI;

namespace Hanzo.Network.Tests.Models;

public sealed class PlannedModelsTests
{
    private readonly ManualTime _time = new();
    private readonly List<string> _asked = [];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_next_provider_answers_for_one_that_fails_and_the_reply_says_so(bool streamed)
    {
        var models = With(Failing("one", "down"), Saying("two", "hello"));

        var response = await AskAsync(models, streamed);

        response.Text.ShouldBe("hello");
        ModelServing.Of(response).ShouldBe(new ModelServing("two:m", "here", "this node's next provider; before it failed one is down"));
        _asked.ShouldBe(["one:m", "two:m"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Where_all_fail_the_error_tells_of_all(bool streamed) =>
        (await Should.ThrowAsync<ModelException>(() => AskAsync(With(Failing("one", "down"), Failing("two", "full")), streamed))).Message
            .ShouldBe("no model answered: one is down; two is full");

    [Fact]
    public async Task One_that_failed_lately_is_asked_after_others_for_a_while()
    {
        var models = With(Failing("one", "down"), Saying("two", "hello"));
        await AskAsync(models, streamed: true);
        _asked.Clear();

        await AskAsync(models, streamed: true);
        _asked.ShouldBe(["two:m"]);

        _time.Advance(FailedModels.For);
        await AskAsync(models, streamed: true);
        _asked.ShouldBe(["two:m", "one:m", "two:m"]);
    }

    [Fact]
    public async Task A_reply_that_has_begun_is_not_given_up_for_another()
    {
        var models = With(new FakeModel("one", _asked, "half an ans", "broke"), Saying("two", "hello"));
        var heard = new List<string>();

        var error = await Should.ThrowAsync<ModelException>(async () =>
        {
            await foreach (var update in models.For((string?)null).Client.GetStreamingResponseAsync([new(ChatRole.User, "u")]))
                heard.Add(update.Text);
        });

        error.Message.ShouldBe("one is broke");
        heard.ShouldBe(["half an ans"]);
        _asked.ShouldBe(["one:m"]);
    }

    [Fact]
    public void With_no_model_at_all_the_offline_client_answers_and_status_says_so()
    {
        var models = With();

        models.Notice.ShouldBe("no model is configured: agents answer by their tools alone (offline model).");
        models.For((string?)null).Client.ShouldBeOfType<OfflineChatClient>();
        models.For(BuiltInAgents.Echo).Client.ShouldBeOfType<EchoChatClient>();
        With(Saying("one", "x")).Notice.ShouldBeNull();
    }

    [Fact]
    public async Task An_agent_that_names_no_model_gets_the_usual_one()
    {
        var models = new PlannedModels(Sources(Saying("one", "a"), Saying("two", "b")), () => null, "here", _time, usual: "two:x");

        (await models.For(new Agent { Name = AgentName.Parse("a") }).Client.GetResponseAsync("u")).Text.ShouldBe("b");
        _asked.ShouldBe(["two:x"]);
    }

    [Theory]
    [InlineData("one", true)]
    [InlineData("m", true)]
    [InlineData("two:other", true)]
    [InlineData("unheard-of", false)]
    [InlineData("echo", false)]
    public void A_text_may_name_a_model_or_something_else(string text, bool isModel) =>
        (With(Saying("one", "a"), Saying("two", "b")).Find(text) is not null).ShouldBe(isModel);

    private PlannedModels With(params FakeModel[] models) => new(Sources(models), () => null, "here", _time);

    private static FixedSources Sources(params FakeModel[] models) => new([.. models.Select(model =>
        new ModelSource(new ModelEndpoint(model.Name, new Uri($"https://{model.Name}.example/v1")) { Model = "m" }, model))]);

    private FakeModel Saying(string name, string text) => new(name, _asked, text, null);

    private FakeModel Failing(string name, string error) => new(name, _asked, null, error);

    private static Task<ChatResponse> AskAsync(PlannedModels models, bool streamed)
    {
        var client = models.For((string?)null).Client;
        return streamed ? client.GetStreamingResponseAsync("u").ToChatResponseAsync() : client.GetResponseAsync("u");
    }

    private sealed record FixedSources(ImmutableArray<ModelSource> Named) : IModelSources
    {
        public ImmutableArray<ModelSource> Found => [];

        public ImmutableArray<ServedModel> Served => [];
    }

    /// <summary>Says a text, or fails, or both.</summary>
    private sealed class FakeModel(string name, List<string> asked, string? text, string? error) : IChatClient
    {
        public string Name => name;

        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            await GetStreamingResponseAsync(messages, options, cancellationToken).ToChatResponseAsync(cancellationToken);

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            asked.Add($"{name}:{options!.ModelId}");
            await Task.CompletedTask;
            if (text is not null) yield return new ChatResponseUpdate(ChatRole.Assistant, text);
            if (error is not null) throw new ModelException($"{name} is {error}");
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}

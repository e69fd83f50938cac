using Hanzo.Network.Adapters.Models;
using Hanzo.Network.Adapters.Tests.Models.Support;
using Hanzo.Network.Models;
using Hanzo.Network.Tests;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Adapters.Tests.Models;

public sealed class PatientChatClientTests : IDisposable
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private readonly ManualTime _time = new();
    private readonly HttpClient _http = ModelHttp.NewClient();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_server_asks_to_wait_is_waited(bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(
            ModelSteps.Status(429, "slow down", retryAfter: "7"), ModelSteps.Say("hello"));
        var asked = AskAsync(Client(server), streamed);
        await TimerAsync();

        _time.Advance(TimeSpan.FromSeconds(6.9));
        server.Seen.Count.ShouldBe(1);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        (await asked.WaitAsync(Bound)).Text.ShouldBe("hello");
        server.Seen.Count.ShouldBe(2);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Failures_of_the_server_are_tried_again_so_often_as_is_allowed(bool streamed)
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelSteps.Status(500, "oh"));
        var asked = AskAsync(Client(server, retries: 2), streamed);

        await TimesOutAsync(asked);

        (await Should.ThrowAsync<ModelException>(() => asked)).Message.ShouldBe("model provider 'test': HTTP 500: oh");
        server.Seen.Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_wait_beyond_the_longest_is_left_to_others()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelSteps.Status(429, "tomorrow", retryAfter: "86400"));

        var error = await Should.ThrowAsync<ModelException>(() => AskAsync(Client(server), true).WaitAsync(Bound));

        error.RetryAfter.ShouldBe(TimeSpan.FromDays(1));
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_another_call_would_not_change_is_not_asked_again()
    {
        await using var server = await ScriptedModelServer.StartAsync(ModelSteps.Status(401, "who are you"));

        await Should.ThrowAsync<ModelException>(() => AskAsync(Client(server), true).WaitAsync(Bound));

        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task A_stream_that_breaks_before_its_first_word_is_asked_for_again()
    {
        await using var server = await ScriptedModelServer.StartAsync(
            ModelSteps.Break(ModelSteps.Chunk(new { role = "assistant", content = "" })), ModelSteps.Say("hello"));
        var asked = AskAsync(Client(server), true);

        await TimesOutAsync(asked);

        (await asked).Text.ShouldBe("hello");
    }

    [Fact]
    public async Task A_stream_that_breaks_after_its_first_word_is_a_failure()
    {
        var heard = new TaskCompletionSource();
        await using var server = await ScriptedModelServer.StartAsync(
            ModelSteps.Break(ModelSteps.Chunk(new { role = "assistant", content = "half" }), heard.Task), ModelSteps.Say("hello"));
        await using var updates = Client(server).GetStreamingResponseAsync("u").GetAsyncEnumerator();
        (await updates.MoveNextAsync().AsTask().WaitAsync(Bound)).ShouldBeTrue();
        updates.Current.Text.ShouldBe("half");

        heard.SetResult();

        await Should.ThrowAsync<ModelException>(() => updates.MoveNextAsync().AsTask().WaitAsync(Bound));
        server.Seen.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Calls_beyond_the_limit_wait_for_their_turn()
    {
        var go = new TaskCompletionSource();
        await using var server = await ScriptedModelServer.StartAsync(ModelSteps.After(go.Task, ModelSteps.Say("x")));
        var client = Client(server, concurrency: 2);
        var asked = Enumerable.Range(0, 5).Select(_ => AskAsync(client, true)).ToArray();
        await UntilAsync(() => server.Seen.Count == 2);
        server.Seen.Count.ShouldBe(2);

        go.SetResult();

        await Task.WhenAll(asked).WaitAsync(Bound);
        server.Seen.Count.ShouldBe(5);
    }

    public void Dispose() => _http.Dispose();

    private PatientChatClient Client(ScriptedModelServer server, int retries = 3, int concurrency = 8)
    {
        var endpoint = new ModelEndpoint("test", server.BaseUrl) { Model = "m", Retries = retries, Concurrency = concurrency };
        return new PatientChatClient(
            new OpenAIChatClient(endpoint, null, _http, TimeProvider.System), endpoint, _time, NullLogger.Instance);
    }

    private static Task<ChatResponse> AskAsync(PatientChatClient client, bool streamed) => streamed
        ? client.GetStreamingResponseAsync("u").ToChatResponseAsync()
        : client.GetResponseAsync("u");

    private Task TimerAsync() => UntilAsync(() => _time.Pending > 0);

    /// <summary>Lets pass whatever is waited for.</summary>
    private Task TimesOutAsync(Task asked) => UntilAsync(() =>
    {
        if (_time.Pending > 0) _time.Advance(TimeSpan.FromSeconds(30));
        return asked.IsCompleted;
    });

    private static async Task UntilAsync(Func<bool> holds)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        using var deadline = new CancellationTokenSource(Bound);
        while (!holds()) await timer.WaitForNextTickAsync(deadline.Token);
    }
}

using System.Runtime.CompilerServices;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>A run that somebody wants no more of, at whatever node.</summary>
public sealed class CancelTests(ITestOutputHelper output)
{
    private static readonly Agent Payer = new() { Name = AgentName.Parse("payer"), Tools = [new ToolReference("pay")] };

    [Fact]
    public async Task A_run_is_cancelled_from_any_node_with_its_calls_and_says_which_may_have_taken_effect()
    {
        using var model = new GatedChatClient();
        var (begun, cut) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", Equip, Payer);
        var two = await network.StartAsync("two", Equip, Payer);
        await network.MeetAsync();
        var run = await one.Network.StartAsync(new RunRequest("pay") { Agent = "payer" }).Within(20);
        (await model.NextCall().Within(20)).ReleaseToolCall("pay");
        await begun.Task.Within(20);
        var elsewhere = run.Node == "one" ? two : one;
        var watched = WatchAsync(elsewhere, run.Id);

        var cancelled = await elsewhere.Network.CancelAsync(run.Id, "enough").Within(20);

        await cut.Task.Within(20);
        (cancelled.Status, cancelled.Error).ShouldBe(
            (RunStatus.Cancelled, "enough; cut while under way, and may have taken effect: pay (step 2)"));
        (await watched.Within(20)).TakeLast(3).ShouldBe([RunEventTypes.CancelAsked, RunEventTypes.ToolResult, RunEventTypes.Cancelled]);
        (await one.Network.CancelAsync(run.Id).Within(20)).Error.ShouldBe(cancelled.Error);
        (await two.Network.GetRunAsync(run.Id).Within(20))!.Status.ShouldBe(RunStatus.Cancelled);

        void Equip(INetworkBuilder builder) => builder.UseChatClient(model).AddTool(AIFunctionFactory.Create(PayAsync, "pay"));

        async Task<string> PayAsync(CancellationToken cancellation)
        {
            begun.TrySetResult();
            try
            {
                await new TaskCompletionSource().Task.WaitAsync(cancellation);
                return "paid";
            }
            finally
            {
                cut.TrySetResult();
            }
        }
    }

    [Fact]
    public async Task What_has_ended_is_a_conflict_and_what_waits_behind_goes_on()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Payer with { Tools = [] });
        var first = await one.Network.StartAsync(new RunRequest("a") { Agent = "payer" }).Within(20);
        await model.NextCall().Within(20);
        var second = await one.Network.StartAsync(new RunRequest("b") { Session = first.Session }).Within(20);
        var third = await one.Network.StartAsync(new RunRequest("c") { Session = first.Session }).Within(20);

        (await one.Network.CancelAsync(second.Id).Within(20)).Status.ShouldBe(RunStatus.Cancelled);
        (await one.Network.CancelAsync(first.Id).Within(20)).Status.ShouldBe(RunStatus.Cancelled);
        var call = await model.NextCall().Within(20);
        call.Messages[^1].Text.ShouldBe("c");
        call.Release("done");
        await Eventually.TrueAsync(async () => (await one.Network.GetRunAsync(third.Id))?.Status == RunStatus.Completed);

        var late = await Should.ThrowAsync<AgentNetworkException>(() => one.Network.CancelAsync(third.Id).Within(20));
        late.Error.ShouldBe(NetworkError.Conflict);
        var never = await Should.ThrowAsync<AgentNetworkException>(
            () => one.Network.CancelAsync(new RunId(first.Session, 9)).Within(20));
        never.Error.ShouldBe(NetworkError.UnknownRun);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_or_tool_that_does_not_hear_of_it_is_left_behind_within_a_second(bool isTool)
    {
        using var release = new CancellationTokenSource();
        using var model = new GatedChatClient();
        var begun = new TaskCompletionSource();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", Equip, Payer);
        var two = await network.StartAsync("two", Equip, Payer);
        await network.MeetAsync();
        var run = await one.Network.StartAsync(new RunRequest("pay") { Agent = "payer" }).Within(20);
        if (isTool) (await model.NextCall().Within(20)).ReleaseToolCall("pay");
        await begun.Task.Within(20);

        await (run.Node == "one" ? two : one).Network.CancelAsync(run.Id, "enough").Within(20);

        var events = new List<RunEvent>();
        await foreach (var @event in two.Network.WatchAsync(run.Id)) events.Add(@event);
        var asked = events.Single(e => e.Type == RunEventTypes.CancelAsked);
        (events[^1].Type, events[^1].At - asked.At).ShouldSatisfyAllConditions(
            end => end.Type.ShouldBe(RunEventTypes.Cancelled), end => end.Item2.ShouldBeLessThan(TimeSpan.FromSeconds(1)));
        StepsOf(events, RunEventTypes.ToolResult).ShouldBe(StepsOf(events, RunEventTypes.ToolCalled));
        StepsOf(events, RunEventTypes.ModelFailed, RunEventTypes.ModelReplied).ShouldBe(StepsOf(events, RunEventTypes.ModelCalled));
        release.Cancel();

        void Equip(INetworkBuilder builder) => builder
            .UseChatClient(isTool ? model : new DeafChatClient(begun, release.Token))
            .AddTool(AIFunctionFactory.Create(() => DeafAsync(begun, release.Token), "pay"));
    }

    /// <summary>Goes on whatever it is told, as code does that takes no token.</summary>
    private static async Task<string> DeafAsync(TaskCompletionSource begun, CancellationToken release)
    {
        begun.TrySetResult();
        var end = new TaskCompletionSource();
        await using var released = release.Register(end.SetResult);
        await end.Task;
        return "paid";
    }

    private static List<int> StepsOf(List<RunEvent> events, params string[] types) =>
        [.. events.Where(e => types.Contains(e.Type)).Select(e => e.Data["step"]!.GetValue<int>())];

    private static async Task<List<string>> WatchAsync(TestNode node, RunId run)
    {
        var types = new List<string>();
        await foreach (var @event in node.Network.WatchAsync(run)) types.Add(@event.Type);
        return types;
    }

    private sealed class DeafChatClient(TaskCompletionSource begun, CancellationToken release) : IChatClient
    {
        public async Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            new(new ChatMessage(ChatRole.Assistant, await DeafAsync(begun, release)));

        public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages,
            ChatOptions? options = null,
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return new ChatResponseUpdate(ChatRole.Assistant, await DeafAsync(begun, release));
        }

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}

using System.Collections.Immutable;
using System.IO.Pipelines;
using System.Text.Json.Nodes;
using Hanzo.Network.Agents;
using Hanzo.Network.Node.Client;
using Hanzo.Network.Node.Mcp;
using Hanzo.Network.Node.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;

namespace Hanzo.Network.Node.Tests.Mcp;

/// <summary>The SDK's own client against the server, which asks nodes by HTTP.</summary>
public sealed class NetworkMcpServerTests : IAsyncLifetime
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(20);
    private readonly CancellationTokenSource _end = new();
    private readonly Pipe _toServer = new();
    private readonly Pipe _toClient = new();
    private TestNode _one = null!;
    private TestNode _two = null!;
    private McpClient _client = null!;
    private Task _serving = null!;
    private int _connected;

    public async Task InitializeAsync()
    {
        (_one, _two) = (await TestNode.StartAsync(), await TestNode.StartAsync());
        // Whoever connects after the first has failed finds the second.
        var server = new NetworkMcpServer(
            () => new NodeClient(Interlocked.Increment(ref _connected) == 1 ? _one.Url : _two.Url), TimeProvider.System,
            NullLoggerFactory.Instance);
        _serving = server.RunAsync(_toServer.Reader.AsStream(), _toClient.Writer.AsStream(), _end.Token);
        _client = await McpClient.CreateAsync(new StreamClientTransport(_toServer.Writer.AsStream(), _toClient.Reader.AsStream()));
    }

    public async Task DisposeAsync()
    {
        await _client.DisposeAsync();
        await _toServer.Writer.CompleteAsync();
        await _serving.WaitAsync(Bound);
        _end.Dispose();
        await _one.DisposeAsync();
        await _two.DisposeAsync();
    }

    [Fact]
    public async Task Who_asks_an_agent_is_told_when_one_that_it_asked_waits_for_a_person()
    {
        _one.Network.RunStatus = RunStatus.Waiting;
        _one.Network.Approvals = [new PendingApproval("3:2", "delete", "{}", "Delete it?", DateTimeOffset.UnixEpoch)];
        _one.Network.Events = [FakeNetwork.Event(1, RunEventTypes.Queued), ChildAsks("approval.requested", "2: Delete it?")];

        var texts = Texts(await AskAsync());

        texts[0].ShouldBe($"It waits for a person: Delete it? (hanzo approve|reject {RunId} 3:2). Its answer will be in run_result.");
    }

    [Theory]
    [InlineData("approval.requested", "2: Delete it?", "Delete it? (hanzo approve|reject|answer RUN 3:2)")]
    [InlineData("child.step", "approval.requested 2: Delete it?", "approval.requested 2: Delete it? (see run RUN)")]
    public async Task What_one_asks_that_is_out_of_reach_is_told_as_it_was_heard(string type, string text, string told)
    {
        _one.Network.RunStatus = RunStatus.Running;
        _one.Network.Events = [FakeNetwork.Event(1, RunEventTypes.Queued), ChildAsks(type, text)];

        var texts = Texts(await AskAsync());

        texts[0].ShouldBe($"It waits for a person: {told.Replace("RUN", RunId)}. Its answer will be in run_result.");
    }

    [Fact]
    public async Task A_start_whose_answer_is_lost_is_repeated_under_the_same_id()
    {
        _one.Network.OnStart = _ => throw new AgentNetworkException(NetworkError.Unavailable, "this node is about to end.");

        var texts = Texts(await AskAsync());

        texts[0].ShouldBe("hello");
        RunId.ShouldStartWith("mcp-");
        _two.Network.Requests.ShouldHaveSingleItem().RunId.ShouldBe(RunId);
    }

    [Fact]
    public async Task A_run_whose_caller_goes_while_it_begins_is_cancelled()
    {
        var (begins, mayBegin) = (Source(), Source());
        _one.Network.OnStart = _ =>
        {
            begins.SetResult();
            return mayBegin.Task;
        };
        // By hand: the SDK's client does not tell its server of a call that is cancelled (its issue 1365).
        var ask = new JsonRpcRequest
        {
            Id = new RequestId("ask"), Method = RequestMethods.ToolsCall,
            Params = new JsonObject { ["name"] = "echo", ["arguments"] = new JsonObject { ["message"] = "delete" } },
        };
        _ = _client.SendRequestAsync(ask);
        await begins.Task.WaitAsync(Bound);

        var cancel = new CancelledNotificationParams { RequestId = ask.Id };
        await _client.SendNotificationAsync(NotificationMethods.CancelledNotification, cancel);
        await _client.ListToolsAsync();
        mayBegin.SetResult();

        (await _one.Network.Cancelled.Task.WaitAsync(Bound)).ShouldBe("whoever asked has gone");
    }

    private string RunId => _one.Network.Requests.ShouldHaveSingleItem().RunId!;

    private Task<CallToolResult> AskAsync() =>
        _client.CallToolAsync("echo", new Dictionary<string, object?> { ["message"] = "delete" }).AsTask().WaitAsync(Bound);

    private static RunEvent ChildAsks(string type, string text) => FakeNetwork.Event(2, RunEventTypes.ChildStep) with
    {
        Data = new JsonObject { ["step"] = 3, ["sequence"] = 5, ["type"] = type, ["text"] = text },
    };

    private static TaskCompletionSource Source() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static ImmutableArray<string> Texts(CallToolResult result) =>
        [.. result.Content.OfType<TextContentBlock>().Select(block => block.Text)];
}

using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using ScriptedChatClient = Hanzo.Network.Testing.ScriptedChatClient;
using ScriptedReply = Hanzo.Network.Testing.ScriptedReply;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>A run is cut while its tool has something to do about that.</summary>
public sealed class CancellationTests(ITestOutputHelper output)
{
    private static readonly Agent User = new() { Name = AgentName.Parse("user"), Tools = [new ToolReference("stuck")] };

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_tool_that_throws_or_blocks_when_it_is_cancelled_holds_up_neither_its_session_nor_the_nodes_figures(bool throws)
    {
        using var release = new ManualResetEventSlim();
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync(
            "one", n => n.UseChatClient(CallingModel()).Services.AddSingleton(Stuck(cancelled, WhenCancelled)), User);
        try
        {
            var request = new RunRequest("call") { Agent = "user", Deadline = DateTimeOffset.UtcNow.AddSeconds(2) };
            var run = await one.Network.StartAsync(request).Within(20);
            await Eventually.TrueAsync(() => one.Process.Gauge.Active == 1);

            await cancelled.Task.Within(20);

            await Eventually.TrueAsync(() => one.Process.Gauge.Counts == default && one.Process.Gauge.Busy.IsEmpty);
            (await one.Network.GetRunAsync(run.Id).Within(20))!.Status.ShouldBe(RunStatus.Failed);
            var next = await one.Network.RunAsync(new RunRequest("talk") { Session = run.Session }).Within(20);
            (next.Status, next.Output).ShouldBe((RunStatus.Completed, "said"));
        }
        finally
        {
            release.Set();
        }

        void WhenCancelled()
        {
            if (throws) throw new InvalidOperationException("no");
            release.Wait();
        }
    }

    private static Tool Stuck(TaskCompletionSource cancelled, Action whenCancelled) => new(
        AIFunctionFactory.Create(
            (CancellationToken token) =>
            {
                token.Register(() =>
                {
                    cancelled.SetResult();
                    whenCancelled();
                });
                return new TaskCompletionSource().Task;
            },
            "stuck"),
        new ToolOptions());

    /// <summary>Calls the tool when it is told to.</summary>
    private static ScriptedChatClient CallingModel() =>
        ScriptedChatClient.Deciding(call => call.LastText == "call" ? ScriptedReply.Call("stuck") : ScriptedReply.Say("said"));
}

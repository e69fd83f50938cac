using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>Streams that are asked for after an event that is the last one, of another run, or that there is not.</summary>
public sealed class WatchEndTests(ITestOutputHelper output)
{
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };

    [Fact]
    public async Task A_stream_after_the_end_of_its_run_ends_and_one_ahead_of_its_session_is_refused()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output);
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Slow);
        var first = await one.Network.StartAsync(new RunRequest("short") { Agent = "slow" }).Within(20);
        (await model.NextCall().Within(20)).Release("done");
        var last = (await SeenAsync(one, first.Id, 0))[^1].Sequence!.Value;
        var second = await one.Network.StartAsync(new RunRequest("long") { Session = first.Session }).Within(20);
        var call = await model.NextCall().Within(20);

        (await SeenAsync(one, first.Id, last)).ShouldBeEmpty();
        (await SeenAsync(one, first.Id, last + 2)).ShouldBeEmpty();
        (await SeenAsync(one, first.Id, 1_000_000)).ShouldBeEmpty();
        var ahead = await Should.ThrowAsync<AgentNetworkException>(() => SeenAsync(one, second.Id, 1_000_000));
        ahead.Error.ShouldBe(NetworkError.InvalidRequest);
        ahead.Message.ShouldContain("1000000");

        call.Release("done");
        (await SeenAsync(one, second.Id, last)).Select(e => e.Type).ShouldBe(
            [RunEventTypes.Queued, RunEventTypes.Started, RunEventTypes.ModelCalled, RunEventTypes.ModelReplied, RunEventTypes.Completed]);
    }

    private static async Task<List<RunEvent>> SeenAsync(TestNode node, RunId run, long after)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        var seen = new List<RunEvent>();
        await foreach (var @event in node.Network.WatchAsync(run, after, patience.Token))
            if (@event.Sequence is not null) seen.Add(@event);
        return seen;
    }
}

using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>Unfinished runs go on without anybody asking for them.</summary>
public sealed class WakingTests(ITestOutputHelper output)
{
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };

    [Fact]
    public async Task A_run_that_nobody_waits_for_goes_on_elsewhere_when_its_node_is_lost()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Slow);
        var two = await network.StartAsync("two", n => n.UseChatClient(model), Slow);
        await network.MeetAsync();
        var run = await one.Network.StartAsync(new RunRequest("long") { Agent = "slow" }).Within(20);
        await model.NextCall().Within(20);
        var (lost, survivor) = run.Node == "one" ? (one, two) : (two, one);

        await lost.CrashAsync();

        (await model.NextCall().Within(30)).Release("done");
        await Eventually.TrueAsync(async () => (await survivor.Network.GetRunAsync(run.Id))?.Output == "done");
    }

    [Fact]
    public async Task A_stream_goes_on_at_any_node_when_the_one_that_ran_it_is_lost()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal() };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Slow);
        var two = await network.StartAsync("two", n => n.UseChatClient(model), Slow);
        await network.MeetAsync();
        var run = await one.Network.StartAsync(new RunRequest("long") { Agent = "slow" }).Within(20);
        await model.NextCall().Within(20);
        var (lost, survivor) = run.Node == "one" ? (one, two) : (two, one);
        await using var stream = survivor.Network.WatchAsync(run.Id).GetAsyncEnumerator();
        var seen = new List<RunEvent>();
        while (seen.Count < 3 && await stream.MoveNextAsync().AsTask().Within(20)) seen.Add(stream.Current);

        await lost.CrashAsync();
        (await model.NextCall().Within(30)).Release("done");
        while (!seen[^1].IsTerminal && await stream.MoveNextAsync().AsTask().Within(30)) seen.Add(stream.Current);

        seen.RemoveAll(e => e.Sequence is null);
        seen.Select(e => e.Type).ShouldBe(
        [
            RunEventTypes.Queued, RunEventTypes.PlacementDecided, RunEventTypes.Started, RunEventTypes.ModelCalled,
            RunEventTypes.ModelReplied, RunEventTypes.Completed,
        ]);
        seen.Select(e => e.Sequence!.Value).ShouldBeInOrder();
        var rest = new List<RunEvent>();
        await foreach (var @event in survivor.Network.WatchAsync(run.Id, seen[1].Sequence!.Value)) rest.Add(@event);
        rest.Select(e => e.Sequence).ShouldBe(seen.Skip(2).Select(e => e.Sequence));
    }

    [Fact]
    public async Task Runs_go_on_after_all_nodes_have_ended()
    {
        using var model = new GatedChatClient();
        var journal = new SharedJournal();
        var runs = new List<RunId>();
        await using (var before = new TestNetwork(output) { Journal = journal })
        {
            var one = await before.StartAsync("one", n => n.UseChatClient(model), Slow);
            for (var i = 0; i < 3; i++)
            {
                runs.Add((await one.Network.StartAsync(new RunRequest("long") { Agent = "slow" }).Within(20)).Id);
                await model.NextCall().Within(20);
            }

            await one.CrashAsync();
        }

        await using var after = new TestNetwork(output) { Journal = journal };
        var next = await after.StartAsync("two", n => n.UseChatClient(model), Slow);

        foreach (var _ in runs) (await model.NextCall().Within(30)).Release("done");
        foreach (var run in runs) await Eventually.TrueAsync(async () => (await next.Network.GetRunAsync(run))?.Output == "done");
    }

    [Fact]
    public async Task Sessions_that_have_ended_are_not_woken()
    {
        using var model = new GatedChatClient();
        var journal = new SharedJournal();
        await using (var before = new TestNetwork(output) { Journal = journal })
        {
            var one = await before.StartAsync("one", n => n.UseChatClient(model), Slow);
            var run = one.Network.RunAsync(new RunRequest("short") { Agent = "slow" });
            (await model.NextCall().Within(20)).Release("done");
            await run.Within(20);
        }

        // A node that leaves in order writes down what has ended.
        var ids = await journal.Store.IdsAsync("0", "1", 10, CancellationToken.None);
        var index = ids.ShouldHaveSingleItem();
        var open = Hanzo.Network.Cluster.Sessions.Slots.OpenSessions.None;
        await foreach (var stored in journal.Store.ReadAsync(index, 1, CancellationToken.None))
            open = open.Apply(Hanzo.Network.Cluster.Sessions.Slots.SlotChangedCodec.Decode(stored.Manifest, stored.Payload.Span));
        open.Recorded.ShouldBeEmpty();
    }
}

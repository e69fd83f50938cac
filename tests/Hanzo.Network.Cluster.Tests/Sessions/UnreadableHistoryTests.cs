using Akka.Actor;
using Akka.Cluster.Sharding;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Hosting;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;
using Hanzo.Network.Tools;
using Microsoft.Extensions.AI;
using Xunit.Abstractions;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>What a later version has written is refused, named, and left as it is.</summary>
public sealed class UnreadableHistoryTests(ITestOutputHelper output)
{
    private static readonly Agent Payer = new() { Name = AgentName.Parse("payer"), Tools = [new ToolReference("pay")], Slots = 1 };
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow"), Slots = 1 };

    private readonly SharedJournal _journal = new();
    private int _paid;

    [Fact]
    public async Task An_answer_is_not_recorded_on_half_a_state()
    {
        var run = await WaitingRunAsync();
        var id = run.Session.ToString();
        await AddStrangeAsync(id);
        var end = await _journal.Store.HighestAsync(id, CancellationToken.None);
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = _journal };
        var two = await network.StartAsync("two", n => Equip(n, model), Payer);

        var answered = await Should.ThrowAsync<AgentNetworkException>(() => two.Network.AnswerAsync(run, "2", PersonAnswer.Yes).Within(20));
        var found = await Should.ThrowAsync<AgentNetworkException>(() => two.Network.GetRunAsync(run).Within(20));
        var watched = await Should.ThrowAsync<AgentNetworkException>(() => WatchAsync(two, run).Within(20));

        foreach (var refused in new[] { answered, found, watched })
        {
            refused.Error.ShouldBe(NetworkError.Unavailable);
            refused.Message.ShouldContain("strange.1");
        }

        (await _journal.Store.HighestAsync(id, CancellationToken.None)).ShouldBe(end);
        _paid.ShouldBe(0);
    }

    [Fact]
    public async Task A_slot_whose_index_cannot_be_read_refuses_runs_and_the_others_are_woken()
    {
        using var model = new GatedChatClient();
        RunId run;
        await using (var before = new TestNetwork(output) { Journal = _journal })
        {
            var one = await before.StartAsync("one", n => Equip(n, model), Slow);
            run = (await one.Network.StartAsync(new RunRequest("long") { Agent = "slow" }).Within(20)).Id;
            await model.NextCall().Within(20);
            await one.CrashAsync();
        }

        await AddStrangeAsync(SlotIndexName.PersistenceIdOf(new SlotId(Payer.Name, 0)));
        await using var network = new TestNetwork(output) { Journal = _journal };
        var two = await network.StartAsync("two", n => Equip(n, model), Payer, Slow);

        (await model.NextCall().Within(30)).Release("done");
        await Eventually.TrueAsync(async () => (await two.Network.GetRunAsync(run))?.Output == "done");
        var refused = await Should.ThrowAsync<AgentNetworkException>(
            () => two.Network.RunAsync(new RunRequest("pay") { Agent = "payer" }).Within(20));
        refused.Error.ShouldBe(NetworkError.Unavailable);
        refused.Message.ShouldContain("strange.1");
    }

    [Fact]
    public async Task What_could_not_be_read_once_is_read_again_by_whoever_asks_after_a_rest()
    {
        var store = new HidingStore();
        RunId run;
        await using (var before = new TestNetwork(output) { Journal = new SharedJournal(store) })
        {
            var one = await before.StartAsync("one", Slow);
            run = (await one.Network.RunAsync(new RunRequest("hello") { Agent = "slow" }).Within(20)).Id;
        }

        store.Hides = run.Session.ToString();
        await using var network = new TestNetwork(output) { Journal = new SharedJournal(store) };
        var two = await network.StartAsync("two", n => n.Configure(options => options.SessionIdle = TimeSpan.FromSeconds(1)), Slow);
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => two.Network.GetRunAsync(run).Within(20));
        refused.Error.ShouldBe(NetworkError.Unavailable);
        refused.Message.ShouldContain("events 1 to 2 were deleted");

        store.Hides = null;
        await Eventually.TrueAsync(async () => !await IsInMemoryAsync(two, run.Session));

        (await two.Network.GetRunAsync(run).Within(20))!.Status.ShouldBe(RunStatus.Completed);
    }

    private static async Task<bool> IsInMemoryAsync(TestNode node, SessionId session)
    {
        var region = await node.Gate.Current!.Region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, TimeSpan.FromSeconds(5));
        return region.Shards.Any(shard => shard.EntityIds.Contains(session.ToString()));
    }

    private async Task<RunId> WaitingRunAsync()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = _journal };
        var one = await network.StartAsync("one", n => Equip(n, model), Payer);
        var run = await one.Network.StartAsync(new RunRequest("pay") { Agent = "payer" }).Within(20);
        (await model.NextCall().Within(20)).ReleaseToolCall("pay");
        await Eventually.TrueAsync(async () => (await one.Network.GetRunAsync(run.Id))?.Status == RunStatus.Waiting);
        return run.Id;
    }

    private void Equip(INetworkBuilder network, GatedChatClient model) => network.UseChatClient(model).AddTool(
        AIFunctionFactory.Create(() => Interlocked.Increment(ref _paid), "pay"), new ToolOptions { Approval = ToolApproval.Always });

    private async Task AddStrangeAsync(string persistenceId)
    {
        var highest = await _journal.Store.HighestAsync(persistenceId, CancellationToken.None);
        var strange = new NewEvent("strange.1", "{}"u8.ToArray());
        await _journal.Store.AppendAsync(persistenceId, highest, "later", [strange], CancellationToken.None);
    }

    private static async Task WatchAsync(TestNode node, RunId run)
    {
        await foreach (var _ in node.Network.WatchAsync(run)) { }
    }

    /// <summary>Does not show the first two events of one id, as if they were being deleted.</summary>
    private sealed class HidingStore() : ForwardingEventStore(new InMemoryEventStore(TimeProvider.System))
    {
        public string? Hides { get; set; }

        public override IAsyncEnumerable<StoredEvent> ReadAsync(string persistenceId, long fromSequence, CancellationToken cancellation) =>
            base.ReadAsync(persistenceId, persistenceId == Hides ? Math.Max(fromSequence, 3) : fromSequence, cancellation);
    }
}

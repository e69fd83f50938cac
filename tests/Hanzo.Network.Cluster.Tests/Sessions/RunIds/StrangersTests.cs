using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.State;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions.RunIds;

/// <summary>Run ids of nodes that were used before they met, each with a journal of its own.</summary>
public sealed class StrangersTests(ITestOutputHelper output)
{
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };
    private static readonly Agent Quick = new() { Name = AgentName.Parse("quick") };
    private static readonly RunRequest First = new("ship") { Agent = "slow", RunId = "order-7" };

    // Of another agent: of two histories of one slot, one is out of reach.
    private static readonly RunRequest Second = new("ship") { Agent = "quick", RunId = OfSameShard("order-7") };

    private readonly Dictionary<string, IEventStore> _stores = [];

    [Fact]
    public async Task An_id_that_was_used_before_they_met_is_the_same_run_at_both_and_at_none_while_its_node_is_away()
    {
        using var model = new GatedChatClient();
        var (first, second) = (await AloneAsync("one", First, model), await AloneAsync("two", Second, model));

        await using var network = new TestNetwork(output);
        var one = await StartAsync(network, "one", model);
        var two = await StartAsync(network, "two", model);
        await network.MeetAsync();
        foreach (var node in new[] { one, two })
        {
            (await node.Network.RunAsync(First).Within(30)).ShouldSatisfyAllConditions(
                run => run.Id.ShouldBe(first.Id), run => run.Output.ShouldBe("done"));
            (await node.Network.FindRunAsync(Second.RunId!).Within(30))!.Id.ShouldBe(second.Id);
        }

        await one.CrashAsync();
        await Eventually.TrueAsync(() => two.Process.Board.Current.Find("one") is null);
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => two.Network.RunAsync(First).Within(30));
        refused.Error.ShouldBe(NetworkError.HistoryUnavailable);
        refused.Message.ShouldContain("held by node 'one'");
        (await two.Network.FindRunAsync(Second.RunId!).Within(30))!.Id.ShouldBe(second.Id);
    }

    [Fact]
    public async Task An_id_that_is_bound_is_recorded_in_every_journal_that_has_ids_of_its_shard()
    {
        using var model = new GatedChatClient();
        var mark = new NewEvent(SlotChangedCodec.Manifest, SlotChangedCodec.Encode(new SlotChanged([], [])));
        foreach (var id in new[] { "one", "two" })
            await AppendAsync(StoreOf(id), SlotIndexName.PersistenceIdOf(RunDirectoryRegion.SlotOf(First.RunId!)), mark);
        await using var network = new TestNetwork(output);
        var one = await StartAsync(network, "one", model);
        await StartAsync(network, "two", model);
        await network.MeetAsync();

        var run = one.Network.RunAsync(First);
        (await model.NextCall().Within(30)).Release("done");
        var session = (await run.Within(30)).Session;

        foreach (var id in new[] { "one", "two" })
            (await RunBinding.ReadAsync(StoreOf(id), First.RunId!, CancellationToken.None)).ShouldNotBeNull().Session.ShouldBe(session);
    }

    [Fact]
    public async Task A_run_bound_to_a_journal_that_is_away_begins_in_no_other()
    {
        using var model = new GatedChatClient();
        var store = StoreOf("two");
        var session = SessionId.Parse("slow.1.01J9Z00000000000000000000B");
        var binding = new RunBinding("order-7", RunFingerprint.Of(First), session, "own-one", "it fits");
        await AppendAsync(store, RunDirectoryRegion.PersistenceIdOf("order-7"), new NewEvent(RunBinding.Manifest, binding.Encode()));
        await using var network = new TestNetwork(output);
        var two = await StartAsync(network, "two", model);

        var refused = await Should.ThrowAsync<AgentNetworkException>(() => two.Network.RunAsync(First).Within(30));

        refused.Error.ShouldBe(NetworkError.HistoryUnavailable);
        refused.Message.ShouldContain("own-one");
        (await store.HighestAsync(session.ToString(), CancellationToken.None)).ShouldBe(0);
    }

    [Fact]
    public async Task A_run_that_another_journal_may_have_is_not_called_unknown()
    {
        using var model = new GatedChatClient();
        var mark = new NewEvent(SlotChangedCodec.Manifest, SlotChangedCodec.Encode(new SlotChanged([], [])));
        var run = RunId.Parse("slow.1.01J9Z00000000000000000000B.1");
        foreach (var id in new[] { "one", "two" })
            await AppendAsync(StoreOf(id), SlotIndexName.PersistenceIdOf(run.Session.Slot), mark);
        await using var network = new TestNetwork(output);
        var one = await StartAsync(network, "one", model);
        await StartAsync(network, "two", model);
        await network.MeetAsync();

        var answer = (await one.Ask(new RunGet(new("e"), run)).Within(30)).ShouldBeOfType<RunUnknown>();
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => one.Network.GetRunAsync(run).Within(30));

        var other = answer.Node == "one" ? "two" : "one";
        answer.Held.ShouldNotBeNull().ShouldContain($"held by node '{other}'");
        (refused.Error, refused.Message).ShouldBe((NetworkError.HistoryUnavailable, answer.Held));
    }

    private async Task<RunResult> AloneAsync(string id, RunRequest request, GatedChatClient model)
    {
        await using var network = new TestNetwork(output);
        var node = await StartAsync(network, id, model);
        var run = node.Network.RunAsync(request);
        (await model.NextCall().Within(30)).Release("done");
        return await run.Within(30);
    }

    private Task<TestNode> StartAsync(TestNetwork network, string id, GatedChatClient model) => network.StartAsync(
        id,
        n =>
        {
            n.UseChatClient(model);
            n.Services.AddSingleton(StoreOf(id));
            n.Services.AddSingleton(new JournalIdentity($"own-{id}", Durability.LocalOnly));
        },
        Slow,
        Quick);

    private IEventStore StoreOf(string id)
    {
        if (!_stores.TryGetValue(id, out var store)) _stores[id] = store = new InMemoryEventStore(TimeProvider.System);
        return store;
    }

    private static Task AppendAsync(IEventStore store, string persistenceId, NewEvent @event) =>
        store.AppendAsync(persistenceId, 0, "test", [@event], CancellationToken.None);

    private static string OfSameShard(string id) =>
        Enumerable.Range(0, 10_000).Select(i => $"parcel-{i}").First(
            other => RunDirectoryRegion.SlotOf(other) == RunDirectoryRegion.SlotOf(id));
}

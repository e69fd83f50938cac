using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Placement;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.State;
using Hanzo.Network.Tests.State;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>Nodes that share no journal: a history is where it was begun, and nowhere else.</summary>
public sealed class OwnJournalsTests(ITestOutputHelper output)
{
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow") };

    private readonly Dictionary<string, IEventStore> _stores = [];

    [Fact]
    public async Task A_session_waits_for_the_node_that_has_its_history_and_goes_on_there()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output);
        var one = await StartAsync(network, "one", model);
        var two = await StartAsync(network, "two", model);
        await network.MeetAsync();
        var first = await AskAsync(one.Network, model, new RunRequest("remember 7") { Agent = "slow" }, "yes");
        var (holder, other) = first.Node == "one" ? (one, two) : (two, one);
        await Eventually.TrueAsync(() => other.Process.Board.Current.Find(holder.Id)!.Description!.History.Count > 0);

        await holder.CrashAsync();
        await Eventually.TrueAsync(() => other.Process.Board.Current.Find(holder.Id) is null);
        var again = new RunRequest("what?") { Session = first.Session };
        var refused = await Should.ThrowAsync<AgentNetworkException>(() => other.Network.RunAsync(again).Within(10));
        (refused.Error, refused.Message).ShouldBe(
            (NetworkError.HistoryUnavailable, $"history unavailable, held by node '{holder.Id}'."));
        (await Should.ThrowAsync<AgentNetworkException>(() => other.Network.GetRunAsync(first.Id).Within(10)))
            .Error.ShouldBe(NetworkError.HistoryUnavailable);

        // New sessions go on meanwhile, and what they write keeps nothing from its place.
        (await AskAsync(other.Network, model, new RunRequest("hello") { Agent = "slow" }, "hi")).Node.ShouldBe(other.Id);

        await StartAsync(network, holder.Id, model);
        await network.MeetAsync();
        var second = await AskAsync(other.Network, model, again, "7");
        (second.Id, second.Node, second.Output).ShouldBe((new RunId(first.Session, 2), holder.Id, "7"));
    }

    [Fact]
    public async Task A_repeated_start_begins_a_session_in_no_second_journal()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output);
        var one = await StartAsync(network, "one", model);
        var session = SessionId.Parse("slow.1.01J9Z00000000000000000000B");
        var start = new RunStart(new WireEnvelope("e"), session, "r1", "go", "", Continues: false) { Journal = "own-two", Attempt = 4 };

        var answer = await one.Ask(start).Within(20);

        var unbound = answer.ShouldBeOfType<RunUnbound>();
        (unbound with { Held = null }).ShouldBe(new RunUnbound("r1", 4, "own-one", "one"));
        unbound.Held.ShouldNotBeNull().ShouldContain("own-two");
        (await _stores["one"].HighestAsync(session.ToString(), CancellationToken.None)).ShouldBe(0);
        await one.Ask(start with { Journal = "own-one", Attempt = 5 }).Within(20);
        await Eventually.TrueAsync(async () => await _stores["one"].HighestAsync(session.ToString(), CancellationToken.None) > 0);
    }

    [Fact]
    public async Task Whether_a_run_id_was_used_is_not_guessed_while_who_knows_is_away()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output);
        var one = await StartAsync(network, "one", model);
        var two = await StartAsync(network, "two", model);
        await network.MeetAsync();
        var order = new RunRequest("ship") { Agent = "slow", RunId = "order-7" };
        await AskAsync(one.Network, model, order, "shipped");
        const string Shard = "run-directory.27";
        await Eventually.TrueAsync(() => Knows(one) != Knows(two));
        var (holder, other) = Knows(one) ? (one, two) : (two, one);
        await Eventually.TrueAsync(() => other.Process.Board.Current.Find(holder.Id)!.Description!.History.Contains(Shard));

        await holder.CrashAsync();
        await Eventually.TrueAsync(() => other.Process.Board.Current.Find(holder.Id) is null);

        var refused = await Should.ThrowAsync<AgentNetworkException>(() => other.Network.RunAsync(order).Within(20));
        refused.Error.ShouldBe(NetworkError.HistoryUnavailable);
        refused.Message.ShouldContain($"held by node '{holder.Id}'");

        bool Knows(TestNode node) => node.Process.Board.Current.Self!.Description!.History.Contains(Shard);
    }

    [Fact]
    public async Task What_the_journal_holds_is_read_before_the_node_takes_part()
    {
        using var model = new GatedChatClient();
        var store = new StumblingStore { FailedReads = 2 };
        var mark = new NewEvent(SlotChangedCodec.Manifest, SlotChangedCodec.Encode(new SlotChanged([], [])));
        await store.AppendAsync(SlotIndexName.PersistenceIdOf(SlotRules.Parse("slow.1")), 0, "test", [mark], CancellationToken.None);
        _stores["one"] = store;
        await using var network = new TestNetwork(output);

        var one = await StartAsync(network, "one", model);

        store.FailedReads.ShouldBeLessThanOrEqualTo(0);
        one.Process.Board.Current.Self!.Description!.History.ShouldBe(["slow.1"]);
    }

    [Fact]
    public async Task Holders_are_noted_though_the_journal_refused_them_once()
    {
        using var model = new GatedChatClient();
        var store = new StumblingStore { Refuses = "2holders.one" };
        _stores["one"] = store;
        await using var network = new TestNetwork(output);
        var one = await StartAsync(network, "one", model);
        var mark = new NewEvent(SlotChangedCodec.Manifest, SlotChangedCodec.Encode(new SlotChanged([], [])));
        _stores["two"] = new InMemoryEventStore(TimeProvider.System);
        await _stores["two"].AppendAsync(
            SlotIndexName.PersistenceIdOf(SlotRules.Parse("slow.1")), 0, "test", [mark], CancellationToken.None);
        await StartAsync(network, "two", model);
        await network.MeetAsync();
        await Eventually.TrueAsync(() => store.Refused > 0);

        store.Refuses = null;

        await Eventually.TrueAsync(async () => await store.HighestAsync("2holders.one", CancellationToken.None) > 0);
    }

    [Fact]
    public async Task Others_know_of_a_slots_first_event_though_its_writer_was_told_that_it_failed()
    {
        using var model = new GatedChatClient();
        var stores = new[] { "one", "two" }.ToDictionary(id => id, _ => new StumblingStore { Hides = "0index." });
        foreach (var (id, store) in stores) _stores[id] = store;
        await using var network = new TestNetwork(output);
        var one = await StartAsync(network, "one", model);
        var two = await StartAsync(network, "two", model);
        await network.MeetAsync();
        // Nobody finds it by looking at the journal's ids.
        foreach (var store in stores.Values) store.FailedReads = int.MaxValue;

        var run = await AskAsync(one.Network, model, new RunRequest("go") { Agent = "slow" }, "done");

        stores[run.Node].Hides.ShouldBeNull();
        var other = run.Node == "one" ? two : one;
        await Eventually.TrueAsync(() =>
            other.Process.Board.Current.Find(run.Node)!.Description!.History.Contains(run.Session.Slot.ToString()));
    }

    [Fact]
    public async Task A_note_of_a_holder_that_cannot_be_read_hides_no_other()
    {
        using var model = new GatedChatClient();
        _stores["one"] = new InMemoryEventStore(TimeProvider.System);
        var gone = new HolderNote("gone", "own-gone", [Slow.Name], ["slow.1"]);
        NewEvent[] notes = [new("holder.noted.99", "{}"u8.ToArray()), new(HolderNote.Manifest, gone.Encode())];
        await _stores["one"].AppendAsync("2holders.one", 0, "test", notes, CancellationToken.None);
        await using var network = new TestNetwork(output);

        var one = await StartAsync(network, "one", model);

        await Eventually.TrueAsync(() => one.Process.Board.Current.Departed.ContainsKey("gone"));
        one.Process.Board.Current.AwaitsHolders.ShouldBeFalse();
        one.Process.Board.Current.Departed["gone"].History.ShouldBe(["slow.1"]);
    }

    private Task<TestNode> StartAsync(TestNetwork network, string id, GatedChatClient model)
    {
        if (!_stores.TryGetValue(id, out var store)) _stores[id] = store = new InMemoryEventStore(TimeProvider.System);
        return network.StartAsync(
            id,
            n =>
            {
                n.UseChatClient(model);
                n.Services.AddSingleton(store);
                n.Services.AddSingleton(new JournalIdentity($"own-{id}", Durability.LocalOnly));
            },
            Slow);
    }

    private static async Task<RunResult> AskAsync(IAgentNetwork network, GatedChatClient model, RunRequest request, string answer)
    {
        var run = network.RunAsync(request);
        (await model.NextCall().Within(20)).Release(answer);
        return await run.Within(20);
    }

    /// <summary>Cannot tell its ids at first, or not take events of one of them.</summary>
    private sealed class StumblingStore() : ForwardingEventStore(new InMemoryEventStore(TimeProvider.System))
    {
        private int _refused;

        public int FailedReads { get; set; }

        public string? Refuses { get; set; }

        /// <summary>How the id begins whose first events are stored, and called a failure; null afterwards.</summary>
        public string? Hides { get; set; }

        public int Refused => _refused;

        public override Task<IReadOnlyList<string>> IdsAsync(string from, string before, int most, CancellationToken cancellation) =>
            FailedReads-- > 0 ? throw Locked() : base.IdsAsync(from, before, most, cancellation);

        public override async Task AppendAsync(
            string persistenceId, long expectedSequence, string writer, IReadOnlyList<NewEvent> events, CancellationToken cancellation)
        {
            if (persistenceId == Refuses)
            {
                Interlocked.Increment(ref _refused);
                throw Locked();
            }

            await base.AppendAsync(persistenceId, expectedSequence, writer, events, cancellation);
            if (Hides is not { } hidden || !persistenceId.StartsWith(hidden, StringComparison.Ordinal)) return;
            Hides = null;
            throw Locked();
        }

        private static EventStoreException Locked() => new("of the test", EventStoreProblem.Full, "it is locked");
    }
}

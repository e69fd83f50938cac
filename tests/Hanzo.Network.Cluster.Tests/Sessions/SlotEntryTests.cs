using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Messaging;
using Hanzo.Network.Cluster.Sessions;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Cluster.Tests.Support;
using Xunit.Abstractions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;
using static Hanzo.Network.Cluster.Sessions.Slots.SlotIndexProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions;

/// <summary>Who may remove a session from the index of its slot, and that somebody does.</summary>
public sealed class SlotEntryTests(ITestOutputHelper output)
{
    private static readonly Agent Slow = new() { Name = AgentName.Parse("slow"), Slots = 1 };
    private static readonly SlotId Slot = new(Slow.Name, 0);

    private readonly SharedJournal _journal = new();

    [Fact]
    public async Task What_a_former_owner_says_late_does_not_remove_a_session_that_works_here()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = _journal };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Slow);
        var two = await network.StartAsync("two", n => n.UseChatClient(model), Slow);
        await network.MeetAsync();
        var first = await RunAsync(one, model);
        var elsewhere = first.Node == "one" ? two : one;
        var formerOwner = elsewhere.Gate.Current!.System.ActorOf(Props.Create(() => new Silent()));

        elsewhere.Gate.Current!.Region.Tell(new SlotClose(first.Session), formerOwner);
        // By the same way: what was said before has been heard when this is answered.
        await elsewhere.Ask(new RunGet(new WireEnvelope("e"), first.Id));
        var second = await RunAsync(elsewhere, model);

        (await RecordedAsync()).ShouldBe([first.Session.Ulid, second.Session.Ulid], ignoreOrder: true);
    }

    [Fact]
    public async Task A_session_that_ends_its_run_while_it_leaves_stays_in_the_index_for_its_next_owner()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = _journal };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Slow);
        var first = await one.Network.StartAsync(new RunRequest("long") { Agent = "slow" }).Within(20);
        var call = await model.NextCall().Within(20);

        var session = await Find(one, first.Session.ToString());
        session.Tell(SessionStop.Instance);
        call.Release("done");
        (await session.GracefulStop(TimeSpan.FromSeconds(10), SessionStop.Instance)).ShouldBeTrue();
        var second = await RunAsync(one, model);

        (await RecordedAsync()).ShouldContain(second.Session.Ulid);
        (await RecordedAsync()).ShouldContain(first.Session.Ulid);
    }

    [Fact]
    public async Task A_session_in_memory_that_is_woken_in_vain_says_so()
    {
        using var model = new GatedChatClient();
        await using var network = new TestNetwork(output) { Journal = _journal };
        var one = await network.StartAsync("one", n => n.UseChatClient(model), Slow);
        var run = await RunAsync(one, model, "done");
        await Eventually.TrueAsync(async () => (await one.Network.GetRunAsync(run.Id))?.Status == RunStatus.Completed);

        // What it was told within the last seconds is not written yet.
        var index = await Find(one, SlotIndexName.EntityOf(Slot));
        (await index.GracefulStop(TimeSpan.FromSeconds(10), PoisonPill.Instance)).ShouldBeTrue();
        (await RecordedAsync()).ShouldBe([run.Session.Ulid]);

        // Told again: what comes before the shard has heard of the index's end is lost with it.
        await Eventually.TrueAsync(async () =>
        {
            one.Gate.Current!.Region.Tell(new SlotWake(Slot));
            return (await RecordedAsync()).IsEmpty;
        });
    }

    private static async Task<RunResult> RunAsync(TestNode node, GatedChatClient model, string? answer = null)
    {
        var run = await node.Network.StartAsync(new RunRequest("go") { Agent = "slow" }).Within(20);
        var call = await model.NextCall().Within(20);
        if (answer is not null) call.Release(answer);
        return run;
    }

    private static Task<IActorRef> Find(TestNode node, string entity) => node.Gate.Current!.System
        .ActorSelection($"/system/sharding/{SessionRegion.TypeName}/{Slot}/{entity}").ResolveOne(TimeSpan.FromSeconds(10));

    private async Task<System.Collections.Immutable.ImmutableSortedSet<string>> RecordedAsync()
    {
        var open = OpenSessions.None;
        await foreach (var stored in _journal.Store.ReadAsync(SlotIndexName.PersistenceIdOf(Slot), 1, CancellationToken.None))
            open = open.Apply(SlotChangedCodec.Decode(stored.Manifest, stored.Payload.Span));
        return open.Recorded;
    }

    private sealed class Silent : ReceiveActor
    {
        public Silent() => ReceiveAny(_ => { });
    }
}

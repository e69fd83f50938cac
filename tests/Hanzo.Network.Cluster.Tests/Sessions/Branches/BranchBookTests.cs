using Akka.Actor;
using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Persistence;
using Hanzo.Network.Cluster.Sessions.Branches;
using Hanzo.Network.Cluster.Sessions.Slots;
using Hanzo.Network.Cluster.Tests.Persistence;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.Conversations;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging.Abstractions;
using static Hanzo.Network.Cluster.Sessions.SessionProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions.Branches;

public sealed class BranchBookTests : TestKit
{
    private static readonly SessionId Session = SessionId.Parse("math.3.01J9ZZZZZZZZZZZZZZZZZZZZZZ");

    private readonly InMemoryEventStore _store;
    private readonly TestProbe _region;
    private bool _isCutOff = true;

    public BranchBookTests() : this(new InMemoryEventStore(TimeProvider.System))
    {
    }

    private BranchBookTests(InMemoryEventStore store) : base(SetupOf(store)) => (_store, _region) = (store, CreateTestProbe());

    [Fact]
    public async Task What_was_noted_outlives_the_process_and_is_woken_until_the_index_has_it()
    {
        var book = Begin();
        Note(book);
        await AppendAsync(Session.ToString(), new RunQueued(1, "r", "go", "", Directories.Start));
        book.Tell(BranchBook.Look.Instance);
        Note(book);
        (await book.GracefulStop(TimeSpan.FromSeconds(10))).ShouldBeTrue();

        _region.HasMessages.ShouldBeFalse();
        (_isCutOff, book) = (false, Begin());
        book.Tell(BranchBook.Look.Instance);
        _region.ExpectMsg<SessionWake>().Session.ShouldBe(Session);
        (await NotedAsync()).Holds(Session).ShouldBeTrue();
        // That wake was lost.
        book.Tell(BranchBook.Look.Instance);
        _region.ExpectMsg<SessionWake>().Session.ShouldBe(Session);

        var opened = SlotChangedCodec.Encode(new SlotChanged([Session.Ulid], []));
        await AppendAsync(SlotIndexName.PersistenceIdOf(Session.Slot), SlotChangedCodec.Manifest, opened);
        book.Tell(BranchBook.Look.Instance);
        await Eventually.TrueAsync(async () => (await NotedAsync()).IsEmpty);
    }

    [Fact]
    public async Task What_has_nothing_to_do_is_not_woken_and_its_note_leaves()
    {
        _isCutOff = false;
        var book = Begin();
        Note(book);

        book.Tell(BranchBook.Look.Instance);
        await Eventually.TrueAsync(async () => (await NotedAsync()).IsEmpty);

        _region.HasMessages.ShouldBeFalse();
    }

    private static ActorSystemSetup SetupOf(IEventStore store) => BootstrapSetup.Create()
        .WithConfig(ConfigurationFactory.ParseString(EventStoreJournalTests.Hocon)).And(new EventStoreSetup(store));

    private IActorRef Begin() => Sys.ActorOf(
        BranchBook.Props("one", _store, _region.Ref, () => Volatile.Read(ref _isCutOff), TimeProvider.System, NullLogger.Instance));

    private void Note(IActorRef book)
    {
        book.Tell(new BranchBook.Note(Session), TestActor);
        ExpectMsg<BranchBook.Noted>().Session.ShouldBe(Session);
    }

    private Task<NotedBranches> NotedAsync() => NotedBranches.ReadAsync(_store, "one", CancellationToken.None);

    private Task AppendAsync(string id, ConversationEvent @event) =>
        AppendAsync(id, ConversationEventCodec.ManifestOf(@event), ConversationEventCodec.Encode(@event));

    private Task AppendAsync(string id, string manifest, byte[] payload) =>
        _store.AppendAsync(id, 0, "test", [new NewEvent(manifest, payload)], CancellationToken.None);
}

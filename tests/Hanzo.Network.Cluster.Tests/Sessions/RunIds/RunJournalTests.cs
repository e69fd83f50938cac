using Akka.Actor;
using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.Sessions.RunIds;
using Hanzo.Network.Cluster.Tests.Support;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging.Abstractions;
using static Hanzo.Network.Cluster.Sessions.RunIds.RunDirectoryProtocol;

namespace Hanzo.Network.Cluster.Tests.Sessions.RunIds;

/// <summary>What a journal does for homes that have another one.</summary>
public sealed class RunJournalTests : IAsyncLifetime
{
    private const string Id = "order-7";
    private static readonly RunBinding First = Bound("math.3.01J9Z00000000000000000000A", "journal-two");
    private static readonly RunBinding Second = Bound("math.4.01J9Z00000000000000000000B", "journal-three");

    private readonly InMemoryEventStore _store = new(TimeProvider.System);
    private readonly ActorSystem _system = ActorSystem.Create("run-journal");
    private IActorRef _journal = null!;

    public Task InitializeAsync()
    {
        _journal = _system.ActorOf(RunJournal.Props(_store, "w", NullLogger.Instance));
        return Task.CompletedTask;
    }

    public Task DisposeAsync() => _system.Terminate().Within(20);

    [Fact]
    public async Task It_has_the_first_binding_for_good_and_tells_it_to_whoever_comes_with_another()
    {
        (await AskAsync(null)).ShouldBeNull();
        (await AskAsync(First)).ShouldBe(First);

        (await AskAsync(Second)).ShouldBe(First);
        (await AskAsync(First)).ShouldBe(First);
        (await AskAsync(null)).ShouldBe(First);
        (await _store.HighestAsync(RunDirectoryRegion.PersistenceIdOf(Id), CancellationToken.None)).ShouldBe(1);
    }

    [Fact]
    public async Task What_an_earlier_home_had_on_its_way_is_refused_when_it_comes_later()
    {
        await AskAsync(First);

        var late = new NewEvent(RunBinding.Manifest, Second.Encode());
        await Should.ThrowAsync<EventStoreConflictException>(() =>
            _store.AppendAsync(RunDirectoryRegion.PersistenceIdOf(Id), 0, "earlier", [late], CancellationToken.None));
    }

    private async Task<RunBinding?> AskAsync(RunBinding? binding) =>
        (await _journal.Ask<RunRecalled>(new RunRecall(Id) { Binding = binding }, TimeSpan.FromSeconds(20))).Binding;

    private static RunBinding Bound(string session, string journal) => new(Id, "1:ab", SessionId.Parse(session), journal, "it fits");
}

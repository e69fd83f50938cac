using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.State;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Cluster.Tests.State;

/// <summary>What nodes wrote that are not there, without an actor system.</summary>
public sealed class MissedJournalsTests
{
    private static readonly StateKey Key = StateKey.Parse("k");
    private readonly InMemoryEventStore _store = new(TimeProvider.System);
    private readonly StateWriter _gone = new(new StateBoard(), "gone");

    [Fact]
    public async Task What_is_added_to_a_journal_that_was_read_is_found_by_the_next_reading()
    {
        var services = new StateServices(
            "home", "one", new StateBoard(), _store, IsJournaled: true, new SystemIds(TimeProvider.System), TimeProvider.System,
            NullLogger.Instance);
        var journals = new MissedJournals(services);
        await AppendAsync(new WriterOpened("gone~00000000"));
        await IncrementAsync();
        (await ReadAsync(journals)).ShouldBe(2);
        services.Board.Read(Key).Value.ShouldBe(StateValue.Of(1));
        (await ReadAsync(journals)).ShouldBe(0);

        await IncrementAsync();

        (await ReadAsync(journals)).ShouldBe(1);
        services.Board.Read(Key).Value.ShouldBe(StateValue.Of(2));
    }

    private static async Task<long> ReadAsync(MissedJournals journals)
    {
        var journal = (await journals.ReadAllAsync(["gone"], CancellationToken.None)).Journals.ShouldHaveSingleItem();
        journal.Error.ShouldBeNull();
        return journal.Events;
    }

    private Task IncrementAsync()
    {
        var batch = _gone.Begin(DateTimeOffset.UnixEpoch);
        batch.Decide(new IncrementCount(Key, 1)).Refusal.ShouldBeNull();
        return AppendAsync(batch.Operations.Single());
    }

    private async Task AppendAsync(object @event)
    {
        await _store.AppendAsync("state/home/gone", _gone.Journaled, "w", [StateCodec.Encode(@event)], CancellationToken.None);
        _gone.Replay(@event);
    }
}

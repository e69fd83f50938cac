using Hanzo.Network.Agents;
using Hanzo.Network.Cluster.State;
using Hanzo.Network.State;
using Microsoft.Extensions.Logging.Abstractions;

namespace Hanzo.Network.Cluster.Tests.State;

/// <summary>What is read of a journal when a node starts, without an actor system.</summary>
public sealed class OwnJournalTests
{
    private const string Journal = "state/home/one";
    private static readonly StateKey Key = StateKey.Parse("k");
    private readonly InMemoryEventStore _store = new(TimeProvider.System);
    private readonly StateBoard _board = new();

    [Fact]
    public async Task What_the_board_has_is_not_read_again_and_the_rest_is()
    {
        var writer = await WriteAsync(increments: 3);
        var services = Services(new StateBoard());
        services.Board.Mark = writer.Mark! with { Events = 3, Sequence = 2, Last = await NameAsync(3) };

        var read = await OwnJournal.ReadAsync(services, 4, CancellationToken.None);

        (read.Id, read.Journaled).ShouldBe((writer.Id, 4L));
        services.Board.Entry(Key).Cells.Single().Value.Part.Sum.ShouldBe(1);
    }

    [Fact]
    public async Task The_mark_of_another_journal_or_of_a_longer_one_is_not_believed()
    {
        var writer = await WriteAsync(increments: 3);
        foreach (var wrong in new[] { writer.Mark! with { Last = "9@0000000000000000" }, writer.Mark! with { Events = 9 } })
        {
            var services = Services(new StateBoard());
            services.Board.Mark = wrong;

            (await OwnJournal.ReadAsync(services, 4, CancellationToken.None)).Journaled.ShouldBe(4);

            services.Board.Read(Key).Value.ShouldBe(StateValue.Of(3));
        }
    }

    private async Task<StateWriter> WriteAsync(int increments)
    {
        var writer = new StateWriter(_board, "one");
        await AppendAsync(writer, new WriterOpened("one~00000000"));
        for (var i = 0; i < increments; i++)
        {
            var batch = writer.Begin(DateTimeOffset.UnixEpoch);
            batch.Decide(new IncrementCount(Key, 1)).Refusal.ShouldBeNull();
            await AppendAsync(writer, batch.Operations.Single());
        }

        return writer;
    }

    private async Task AppendAsync(StateWriter writer, object @event)
    {
        await _store.AppendAsync(Journal, writer.Journaled, "w", [StateCodec.Encode(@event)], CancellationToken.None);
        writer.Replay(@event);
    }

    private async Task<string> NameAsync(long sequence)
    {
        await foreach (var stored in _store.ReadAsync(Journal, sequence, CancellationToken.None))
            return StateWriter.NameOf(StateCodec.Decode(stored.Manifest, stored.Payload.Span));
        throw new InvalidOperationException($"There is no event {sequence}.");
    }

    private StateServices Services(StateBoard board) => new(
        "home", "one", board, _store, IsJournaled: true, new SystemIds(TimeProvider.System), TimeProvider.System, NullLogger.Instance);
}

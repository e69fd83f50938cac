using System.Text;
using Hanzo.Network.Adapters.Journal;
using Hanzo.Network.Adapters.Tests.Consensus.Groups;
using Hanzo.Network.Agents;
using Hanzo.Network.State;

namespace Hanzo.Network.Adapters.Tests.Journal;

/// <summary>Histories of a closed group that go over into the present one's journal.</summary>
public sealed class ClosedHistoriesTests : IAsyncLifetime
{
    private const string Index = MovedHistory.Indices + "math.1";
    private static readonly IIds Ids = new SystemIds(TimeProvider.System);

    private readonly LocalGroup _group = new(members: 1);
    private readonly TemporaryFolder _folder = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _group.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Two_indices_of_one_slot_become_one_and_come_after_all_that_they_name()
    {
        using (var closed = new SqliteEventStore(_folder.File(ReplicatedJournal.FileName), TimeProvider.System, Ids))
        {
            foreach (var id in new[] { Index, MovedHistory.Indices + "math.2", "math.1.A", "zoo.1.B" })
                await AppendAsync(closed, id, 0, $"closed {id}");
        }
        var member = _group.Members[0];
        var store = new ReplicatedEventStore(member, member.Journal, "", TimeProvider.System, Ids);
        using var histories = new ClosedHistories(store, TimeProvider.System, Ids);
        await AppendAsync(store, Index, 0, "present");
        await AppendAsync(store, "zoo.1.B", 0, "present");
        using var journal = histories.Open("G0", _folder.Path, MergeAsync)!;

        var sessions = await journal.IdsAsync(null, indices: false, 10, default);
        sessions.ShouldBe(["math.1.A", "zoo.1.B"]);
        (await journal.IdsAsync("math.1.A", indices: false, 10, default)).ShouldBe(["zoo.1.B"]);
        (await journal.IdsAsync("zoo.1.B", indices: false, 10, default)).ShouldBeEmpty();
        (await journal.IdsAsync(Index, indices: false, 10, default)).ShouldBe(sessions, "as a mark of an earlier version has it");
        var indices = await journal.IdsAsync(null, indices: true, 10, default);
        indices.ShouldBe([Index, MovedHistory.Indices + "math.2"]);
        (await journal.IdsAsync(Index, indices: true, 10, default)).ShouldBe([MovedHistory.Indices + "math.2"]);

        foreach (var (id, isCarried) in new[] { ("math.1.A", true), ("zoo.1.B", false), (Index, true), (indices[1], true) })
            (await journal.CarryAsync(id, default)).ShouldBe(isCarried, id);
        (await ReadAsync(store, Index)).ShouldBe(["present", $"merged from group G0: closed {Index}"]);
        (await ReadAsync(store, "zoo.1.B")).ShouldBe(["present"]);
        (await ReadAsync(store, "math.1.A")).ShouldBe(["closed math.1.A"]);
    }

    private static async Task<IReadOnlyList<NewEvent>?> MergeAsync(HistoryImport history, CancellationToken cancellation)
    {
        if (!history.PersistenceId.StartsWith(MovedHistory.Indices, StringComparison.Ordinal)) return null;
        var texts = new List<NewEvent>();
        await foreach (var stored in history.Read(cancellation))
            texts.Add(Event($"merged from {history.Source}: {Encoding.UTF8.GetString(stored.Payload.Span)}"));
        return texts;
    }

    private static NewEvent Event(string text) => new("m.1", Encoding.UTF8.GetBytes(text));

    private static Task AppendAsync(IEventStore store, string id, long expected, string text) =>
        store.AppendAsync(id, expected, "w", [Event(text)], CancellationToken.None);

    private static async Task<List<string>> ReadAsync(ReplicatedEventStore store, string id)
    {
        var texts = new List<string>();
        await foreach (var stored in store.ReadAsync(id, 1, CancellationToken.None))
            texts.Add(Encoding.UTF8.GetString(stored.Payload.Span));
        return texts;
    }
}
